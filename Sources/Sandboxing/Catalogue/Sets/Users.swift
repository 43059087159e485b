/// `User=`: the user that the service's processes drop to, from the start.
struct User: MemberSet {
  static let name = "User"

  func members(on context: ServiceContext, scope: Scope) -> [Member] {
    guard context.runsAsRoot, let user = context.observed.user else { return [] }
    return [Member(user, since: 208, weight: 2000)]
  }

  func effects(of value: String, on context: ServiceContext) -> Set<String> { [value] }
  func inForce(on context: ServiceContext) -> Set<String> { context.ownUser.map { [$0] } ?? [] }
  func act(for value: String, on context: ServiceContext) -> Act? { .runAsRoot }

  func value(under effects: Effects, on context: ServiceContext) -> Value? {
    effects.members(of: Self.name).sorted().last.map(Value.word)
  }

  /// Whether the service runs as an ordinary user under these effects.
  static func isOrdinary(under effects: Effects) -> Bool {
    !effects.members(of: name).isEmpty || effects.contains(Effect("DynamicUser", "yes"))
  }
}

/// `SupplementaryGroups=`: each group that the unit adds can be taken away. Where the service is to start as its user, those
/// that the user lacks for what root could read come with that.
struct SupplementaryGroups: MemberSet {
  static let name = "SupplementaryGroups"

  func members(on context: ServiceContext, scope: Scope) -> [Member] {
    own(on: context).map { Member("~\($0)", since: 208, weight: 200) }
  }

  func effects(of value: String, on context: ServiceContext) -> Set<String> { deniedMember(value).map { [$0] } ?? [] }
  func inForce(on context: ServiceContext) -> Set<String> { [] }
  func act(for value: String, on context: ServiceContext) -> Act? { nil }

  func value(under effects: Effects, on context: ServiceContext) -> Value? {
    let denied = effects.members(of: Self.name)
    let kept = own(on: context).filter { !denied.contains($0) }
    let lacked = OwnedPaths.startsAsItsUser(under: effects, on: context) ? context.observed.lackedGroups : []
    return .allow(kept + lacked.filter { !kept.contains($0) })
  }

  private func own(on context: ServiceContext) -> [String] { context.own(Self.name, .words)?.members ?? [] }
}

extension ServiceContext {
  /// The ordinary user that the unit names; nil for root.
  var ownUser: String? {
    guard case .word(let user) = own("User", .word), user != "root", user != "0" else { return nil }
    return user
  }

  /// Whether the unit starts its processes as root.
  public var runsAsRoot: Bool { ownUser == nil && own("DynamicUser", .boolean) != .word("yes") }
}
