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
