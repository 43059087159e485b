/// A directive whose restrictions are independent of each other: capabilities, system calls, paths. A new kind of set is
/// one type.
///
/// Within a set, effects are named by its primitive members alone; the directive's name is added outside.
public protocol MemberSet: Sendable {
  /// The restrictions that can be tried on this context, groups before their members.
  func members(on context: ServiceContext, scope: Scope) -> [Member]
  /// The primitive members that a restriction takes away. Works for every value, listed by ``members(on:scope:)`` or not:
  /// a saved profile may come from another system.
  func effects(of value: String, on context: ServiceContext) -> Set<String>
  /// The primitive members that the unit's own settings take away.
  func inForce(on context: ServiceContext) -> Set<String>
  /// What the directive has to be set to for these effects, of whatever directives; nil for the default.
  func value(under effects: Effects, on context: ServiceContext) -> Value?
  /// The act that is denied by this restriction.
  func act(for value: String, on context: ServiceContext) -> Act?
  /// Whether a value can be one of its restrictions on some system, as far as that can be told without one.
  func isPossible(_ value: String) -> Bool
}

extension MemberSet {
  /// Of paths, ports and users, any may be one's own.
  public func isPossible(_ value: String) -> Bool { true }
}

/// One restriction of a set.
public struct Member: Hashable, Sendable {
  /// Its value: `~CAP_SYS_ADMIN`.
  public let value: String
  /// The systemd version that brought it.
  public let since: Int
  /// What `systemd-analyze security` gives for it.
  public let weight: Int

  /// Describes a restriction of a set.
  public init(_ value: String, since: Int, weight: Int = 0) {
    self.value = value
    self.since = since
    self.weight = weight
  }
}

/// The member that `~MEMBER` denies; nil for any other value.
func deniedMember(_ value: String) -> String? { value.hasPrefix("~") ? String(value.dropFirst()) : nil }
