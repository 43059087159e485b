/// `InaccessiblePaths=`: parts of the file system that the service never needs, and the sockets that lead out of its
/// sandbox, from the top downwards. A directory's effects include those of everything in the list that lies below it.
struct InaccessiblePaths: MemberSet {
  static let name = "InaccessiblePaths"

  func members(on context: ServiceContext, scope: Scope) -> [Member] {
    let depth = { (path: String) in path.utf8.count { $0 == UInt8(ascii: "/") } }
    return paths(on: context).sorted { (depth($0), $0) < (depth($1), $1) }.map { Member($0, since: 231) }
  }

  func effects(of value: String, on context: ServiceContext) -> Set<String> {
    Set(paths(on: context).filter { Paths.contains(value, $0) }).union([value])
  }

  func inForce(on context: ServiceContext) -> Set<String> {
    own(on: context).reduce(into: []) { $0.formUnion(effects(of: $1, on: context)) }
  }

  func value(under effects: Effects, on context: ServiceContext) -> Value? {
    let alreadyHidden = effects.contains(Effect("ProtectHome", "yes")) ? ["/home", "/root", "/run/user"] : []
    let hidden = effects.members(of: Self.name).filter { path in
      !alreadyHidden.contains { Paths.contains($0, path) }
    }
    return hidden.isEmpty
      ? nil : .allow(Paths.topmost(own(on: context) + hidden.subtracting(own(on: context)).sorted()))
  }

  func act(for value: String, on context: ServiceContext) -> Act? {
    ControlSockets.act(for: value) ?? .read(path: value)
  }

  /// What it hides where a service does without, but for ways out of a sandbox.
  static func places(on context: ServiceContext) -> [String] {
    seldomNeeded + context.observed.directories.filter { !seldomNeeded.contains($0) }
  }

  private func own(on context: ServiceContext) -> [String] { context.own(Self.name, .paths)?.members ?? [] }

  private func paths(on context: ServiceContext) -> [String] {
    let seen = context.observed.directories + context.observed.controlSockets
    var known = Set(Self.seldomNeeded)
    return Self.seldomNeeded + seen.filter { Paths.isUsable($0) && known.insert($0).inserted }
  }

  /// Where web servers have what they serve.
  static let served: Set = ["/srv", "/var/www"]

  /// What services seldom need (hier(7)), be it there today or not.
  private static let seldomNeeded = [
    "/boot", "/home", "/media", "/mnt", "/opt", "/root", "/srv", "/etc/ssh", "/etc/sudoers.d", "/usr/games",
    "/usr/include", "/usr/src", "/var/backups", "/var/crash", "/var/mail", "/var/spool",
  ]
}

extension Catalogue {
  /// Where others than a service have what is theirs: each a path that `InaccessiblePaths=` hides where it does without.
  public static func placesOfOthers(on context: ServiceContext) -> [String] { InaccessiblePaths.places(on: context) }
}
