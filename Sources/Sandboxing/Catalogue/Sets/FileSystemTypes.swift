/// `RestrictFileSystems=`: systemd's groups of file system types (`systemd-analyze filesystems`), but for those that every
/// process needs.
struct RestrictFileSystems: MemberSet {
  static let name = "RestrictFileSystems"

  func members(on context: ServiceContext, scope: Scope) -> [Member] {
    Self.groups.map { Member("~\($0)", since: 250) }
  }

  func effects(of value: String, on context: ServiceContext) -> Set<String> { deniedMember(value).map { [$0] } ?? [] }
  func inForce(on context: ServiceContext) -> Set<String> { [] }

  func value(under effects: Effects, on context: ServiceContext) -> Value? {
    // The members of an own list are types, ours are groups: they cannot be compared, so an own list is left alone.
    if let own = context.own(Self.name, .list) { return own }
    let denied = effects.members(of: Self.name).sorted()
    return denied.isEmpty ? nil : .deny(denied)
  }

  func isPossible(_ value: String) -> Bool { deniedMember(value).map(Self.groups.contains) ?? false }

  func act(for value: String, on context: ServiceContext) -> Act? {
    deniedMember(value) == "@temporary" ? .read(path: "/dev/shm/\(Act.ownPrefix)-marker") : nil
  }

  private static let groups = [
    "@privileged-api", "@auxiliary-api", "@network", "@historical-block", "@common-block", "@temporary",
  ]
}
