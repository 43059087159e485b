/// One primitive thing that a sandbox takes away, the unit in which restrictions are compared: a restriction whose
/// effects are among another's is contained in it.
///
/// `ProtectSystem=strict` has the effects of `full` and `yes`; `SystemCallFilter=~@mount` those of each of its calls.
public struct Effect: Hashable, Sendable, Comparable {
  /// The directive that brings it.
  public let directive: String
  /// What is taken away: a rung's name, a capability, a system call, a path.
  public let member: String

  /// Names an effect.
  public init(_ directive: String, _ member: String) {
    self.directive = directive
    self.member = member
  }

  /// Order of names, so that what is derived from a set of effects does not depend on hashing.
  public static func < (left: Effect, right: Effect) -> Bool {
    (left.directive, left.member) < (right.directive, right.member)
  }
}
