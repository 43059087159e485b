import Sandboxing

/// What restrictions of the file system deny, which depends on what is allowed back.
extension Denials {
  func hiding(_ path: String) -> [Set<Effect>] {
    candidates.filter { $0.restriction.directive == "InaccessiblePaths" && path.isBelow($0.restriction.value) }
      .map { [Effect("InaccessiblePaths", $0.restriction.value)] }
  }

  /// An empty root, with what is mounted into it, for a path or below it, taken away again.
  func emptying(
    _ path: String, but directives: Set<String> = ["BindPaths", "BindReadOnlyPaths"], orBelow: Bool = false
  ) -> [Set<Effect>] {
    let emptyRoot = Effect("TemporaryFileSystem", "/:ro")
    let always = ["/dev", "/proc", "/sys", "/tmp", "/var/tmp"]
    guard candidates.contains(where: { $0.effects.contains(emptyRoot) }), !always.contains(where: path.isBelow) else {
      return []
    }
    let mounts = candidates.filter { candidate in
      guard let mount = candidate.restriction.deniedMember else { return false }
      return directives.contains(candidate.restriction.directive)
        && (path.isBelow(mount) || orBelow && mount.isBelow(path))
    }
    return [mounts.reduce(into: [emptyRoot]) { $0.formUnion($1.effects) }]
  }

  func writing(to path: String) -> [Set<Effect>] {
    let closed = [("yes", ["/usr", "/boot", "/efi"]), ("full", ["/etc"]), ("strict", ["/"])]
    // Home directories are left to ProtectHome=.
    let open = ["/dev", "/home", "/proc", "/root", "/run/user", "/sys"]
    guard !open.contains(where: path.isBelow) else { return [] }
    return closed.filter { $0.1.contains(where: path.isBelow) }.map { rung, _ in
      allowed("ReadWritePaths", context.observed.writtenDirectories, path).union([Effect("ProtectSystem", rung)])
    }
  }

  func executing(_ path: String) -> [Set<Effect>] {
    [allowed("ExecPaths", context.observed.executedDirectories, path).union([Effect("NoExecPaths", "/")])]
  }

  func opening(_ path: String) -> [Set<Effect>] {
    [allowed("DeviceAllow", context.observed.devices, path).union([Effect("DevicePolicy", "closed")])]
  }

  /// Taking away what is allowed back for a path; nothing where nothing is.
  private func allowed(_ directive: String, _ observed: [String], _ path: String) -> Set<Effect> {
    Set(observed.filter(path.isBelow).map { Effect(directive, $0) })
  }
}

extension String {
  /// Whether this path is a directory or something below it.
  fileprivate func isBelow(_ directory: String) -> Bool {
    directory == "/" || self == directory || hasPrefix(directory + "/")
  }
}
