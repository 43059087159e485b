/// `User=`: the user that the service's processes drop to, from the start.
struct User: MemberSet {
  static let name = "User"

  func members(on ground: Ground, scope: Scope) -> [Member] {
    guard ground.runsAsRoot, let user = ground.observed.user else { return [] }
    return [Member(user, since: 208, weight: 2000)]
  }

  func effects(of value: String, on ground: Ground) -> Set<String> { [value] }
  func inForce(on ground: Ground) -> Set<String> { ground.ownUser.map { [$0] } ?? [] }
  func act(for value: String, on ground: Ground) -> Act? { .runAsRoot }

  func value(under effects: Effects, on ground: Ground) -> Value? {
    effects.members(of: Self.name).sorted().last.map(Value.word)
  }

  /// Whether the service runs as an ordinary user under these effects.
  static func isOrdinary(under effects: Effects) -> Bool {
    !effects.members(of: name).isEmpty || effects.contains(Effect("DynamicUser", "yes"))
  }
}

/// `SupplementaryGroups=`: each group that the unit adds can be taken away.
struct SupplementaryGroups: MemberSet {
  static let name = "SupplementaryGroups"

  func members(on ground: Ground, scope: Scope) -> [Member] {
    own(on: ground).map { Member("~\($0)", since: 208, weight: 200) }
  }

  func effects(of value: String, on ground: Ground) -> Set<String> { deniedMember(value).map { [$0] } ?? [] }
  func inForce(on ground: Ground) -> Set<String> { [] }
  func act(for value: String, on ground: Ground) -> Act? { nil }

  func value(under effects: Effects, on ground: Ground) -> Value? {
    let denied = effects.members(of: Self.name)
    return .allow(own(on: ground).filter { !denied.contains($0) })
  }

  private func own(on ground: Ground) -> [String] { ground.own(Self.name, .words)?.members ?? [] }
}

extension Ground {
  /// The ordinary user that the unit names; nil for root.
  var ownUser: String? {
    guard case .word(let user) = own("User", .word), user != "root", user != "0" else { return nil }
    return user
  }

  /// Whether the unit starts its processes as root.
  public var runsAsRoot: Bool { ownUser == nil && own("DynamicUser", .boolean) != .word("yes") }
}
