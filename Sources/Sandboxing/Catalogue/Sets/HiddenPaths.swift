/// `InaccessiblePaths=`: parts of the file system that the service never needs, from the top downwards. A directory's
/// effects include those of everything in the list that lies below it.
struct InaccessiblePaths: MemberSet {
  static let name = "InaccessiblePaths"

  func members(on ground: Ground, scope: Scope) -> [Member] {
    let depth = { (path: String) in path.utf8.count { $0 == UInt8(ascii: "/") } }
    return paths(on: ground).sorted { (depth($0), $0) < (depth($1), $1) }.map { Member($0, since: 231) }
  }

  func effects(of value: String, on ground: Ground) -> Set<String> {
    Set(paths(on: ground).filter { Paths.contains(value, $0) }).union([value])
  }

  func inForce(on ground: Ground) -> Set<String> {
    own(on: ground).reduce(into: []) { $0.formUnion(effects(of: $1, on: ground)) }
  }

  func value(under effects: Effects, on ground: Ground) -> Value? {
    let alreadyHidden = effects.contains(Effect("ProtectHome", "yes")) ? ["/home", "/root", "/run/user"] : []
    let hidden = effects.members(of: Self.name).filter { path in
      !alreadyHidden.contains { Paths.contains($0, path) }
    }
    return hidden.isEmpty ? nil : .allow(Paths.topmost(own(on: ground) + hidden.subtracting(own(on: ground)).sorted()))
  }

  func act(for value: String, on ground: Ground) -> Act? { .read(path: value) }

  private func own(on ground: Ground) -> [String] { ground.own(Self.name, .paths)?.members ?? [] }

  private func paths(on ground: Ground) -> [String] {
    let observed = ground.observed.directories.filter { Paths.isUsable($0) && !Self.seldomNeeded.contains($0) }
    return Self.seldomNeeded + observed
  }

  /// What services seldom need (hier(7)), be it there today or not.
  private static let seldomNeeded = [
    "/boot", "/home", "/media", "/mnt", "/opt", "/root", "/srv", "/etc/ssh", "/etc/sudoers.d", "/usr/games",
    "/usr/include", "/usr/src", "/var/backups", "/var/crash", "/var/mail", "/var/spool",
  ]
}
