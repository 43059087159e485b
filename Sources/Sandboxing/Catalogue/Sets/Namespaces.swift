/// `RestrictNamespaces=`: all types at once, then each by itself (namespaces(7)).
struct RestrictNamespaces: MemberSet {
  static let name = "RestrictNamespaces"

  func members(on ground: Ground, scope: Scope) -> [Member] {
    [Member("yes", since: 233, weight: NamespaceFlag.all.reduce(0) { $0 + $1.weight })]
      + NamespaceFlag.all.map { Member("~\($0.type.rawValue)", since: 233, weight: $0.weight) }
  }

  func effects(of value: String, on ground: Ground) -> Set<String> {
    value == "yes" ? Set(NamespaceFlag.names) : deniedMember(value).map { [$0] } ?? []
  }

  func inForce(on ground: Ground) -> Set<String> {
    guard let own = ground.own(Self.name, .namespaces) else { return [] }
    return Set(NamespaceFlag.names).subtracting(own.members)
  }

  func value(under effects: Set<Effect>, on ground: Ground) -> Value? {
    let denied = effects.members(of: Self.name)
    return .allow(NamespaceFlag.names.filter { !denied.contains($0) })
  }

  func act(for value: String, on ground: Ground) -> Act? {
    value == "yes" ? .unshare(.user) : deniedMember(value).flatMap(NamespaceType.init(rawValue:)).map(Act.unshare)
  }
}

/// A type of namespace with its flag of clone(2) and its weight in `systemd-analyze security`.
struct NamespaceFlag: Sendable {
  let type: NamespaceType
  let flag: UInt64
  let weight: Int

  /// Heaviest first.
  static let all = [
    NamespaceFlag(type: .user, flag: 0x1000_0000, weight: 1500),
    NamespaceFlag(type: .mnt, flag: 0x0002_0000, weight: 500),
    NamespaceFlag(type: .net, flag: 0x4000_0000, weight: 500),
    NamespaceFlag(type: .pid, flag: 0x2000_0000, weight: 500),
    NamespaceFlag(type: .ipc, flag: 0x0800_0000, weight: 500),
    NamespaceFlag(type: .cgroup, flag: 0x0200_0000, weight: 500),
    NamespaceFlag(type: .uts, flag: 0x0400_0000, weight: 100),
  ]

  static let names = all.map(\.type.rawValue)

  static func names(in mask: UInt64) -> [String] { all.filter { mask & $0.flag != 0 }.map(\.type.rawValue) }

  static func mask(of names: [String]) -> UInt64 {
    all.reduce(0) { names.contains($1.type.rawValue) ? $0 | $1.flag : $0 }
  }
}
