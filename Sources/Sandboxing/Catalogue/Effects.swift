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

/// What a sandbox takes away, by directive.
public struct Effects: Hashable, Sendable {
  private var byDirective: [String: Set<String>] = [:]

  init(_ effects: some Sequence<Effect> = []) {
    for effect in effects { byDirective[effect.directive, default: []].insert(effect.member) }
  }

  /// What one directive takes away.
  public func members(of directive: String) -> Set<String> { byDirective[directive] ?? [] }

  /// Whether it is among them.
  public func contains(_ effect: Effect) -> Bool { byDirective[effect.directive]?.contains(effect.member) ?? false }

  /// Every effect.
  var all: Set<Effect> {
    byDirective.reduce(into: []) { effects, entry in
      for member in entry.value { effects.insert(Effect(entry.key, member)) }
    }
  }

  mutating func insert(_ members: Set<String>, of directive: String) {
    if !members.isEmpty { byDirective[directive, default: []].formUnion(members) }
  }

  func adding(_ effects: some Sequence<Effect>) -> Effects {
    var sum = self
    for effect in effects { sum.byDirective[effect.directive, default: []].insert(effect.member) }
    return sum
  }
}
