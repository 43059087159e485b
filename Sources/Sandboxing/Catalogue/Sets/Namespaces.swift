/// `RestrictNamespaces=`: all types at once, then each by itself (namespaces(7)).
struct RestrictNamespaces: MemberSet {
  static let name = "RestrictNamespaces"

  func members(on context: ServiceContext, scope: Scope) -> [Member] {
    [Member("yes", since: 233, weight: Namespace.all.reduce(0) { $0 + $1.weight })]
      + Namespace.all.map { Member("~\($0.name)", since: $0.since, weight: $0.weight) }
  }

  func effects(of value: String, on context: ServiceContext) -> Set<String> {
    value == "yes" ? Set(Namespace.all.map(\.name)) : deniedMember(value).map { [$0] } ?? []
  }

  func inForce(on context: ServiceContext) -> Set<String> {
    guard let own = context.own(Self.name, .namespaces) else { return [] }
    return Set(Namespace.all.map(\.name)).subtracting(own.members)
  }

  func value(under effects: Effects, on context: ServiceContext) -> Value? {
    let denied = effects.members(of: Self.name)
    return .allow(Namespace.known(to: context.platform).map(\.name).filter { !denied.contains($0) })
  }

  func isPossible(_ value: String) -> Bool {
    value == "yes" || Namespace.all.contains { value == "~\($0.name)" }
  }

  func act(for value: String, on context: ServiceContext) -> Act? {
    value == "yes" ? .unshare(.user) : deniedMember(value).flatMap(NamespaceType.init(rawValue:)).map(Act.unshare)
  }
}

/// A type of namespace as `RestrictNamespaces=` knows it.
struct Namespace: Sendable {
  /// Its name.
  let name: String
  /// Its flag of clone(2).
  let flag: UInt64
  /// The systemd version that began to restrict it.
  let since: Int
  /// Its weight in `systemd-analyze security`.
  let weight: Int

  private init(_ name: String, flag: UInt64, since: Int = 233, weight: Int) {
    self.name = name
    self.flag = flag
    self.since = since
    self.weight = weight
  }

  /// Heaviest first.
  static let all = [
    Namespace("user", flag: 0x1000_0000, weight: 1500),
    Namespace("mnt", flag: 0x0002_0000, weight: 500),
    Namespace("net", flag: 0x4000_0000, weight: 500),
    Namespace("pid", flag: 0x2000_0000, weight: 500),
    Namespace("ipc", flag: 0x0800_0000, weight: 500),
    Namespace("cgroup", flag: 0x0200_0000, weight: 500),
    Namespace("uts", flag: 0x0400_0000, weight: 100),
    Namespace("time", flag: 0x0000_0080, since: 258, weight: 0),
  ]

  /// Those that this version of systemd restricts; an older one takes the name of a newer type and does nothing.
  static func known(to platform: Platform) -> [Namespace] { all.filter { $0.since <= platform.systemdVersion } }

  /// The names of a mask's types.
  static func names(in mask: UInt64) -> [String] { all.filter { mask & $0.flag != 0 }.map(\.name) }

  /// The mask of these types.
  static func mask(of names: [String]) -> UInt64 { all.reduce(0) { names.contains($1.name) ? $0 | $1.flag : $0 } }
}
