/// Who answers whether a set of effects is borne: one trial each.
public protocol Oracle: Sendable {
  /// Tries each of `sets`, side by side where that can be done, and answers in their order.
  ///
  /// One call is one round: at most as many sets as the search has jobs. They differ from each other, unless a verdict is
  /// being confirmed. Whatever is thrown ends the search and comes out of it as it is.
  func test(_ sets: [EffectSet]) async throws -> [Outcome]
}

/// What one trial says about its set.
public enum Outcome: String, Hashable, Sendable, Codable {
  /// The set is borne.
  case passed
  /// The set breaks something.
  case failed
  /// The set broke something, but not for long: asked again at once, the health check said that all is well. As good as a
  /// fail about the set, and worse than one about every verdict: whatever can be asked again flakes.
  case wavering
  /// The trial proves nothing about its set. Nothing is learned from it; where it is the last word on a candidate, that
  /// candidate is neither accepted nor rejected but undecided.
  case inconclusive
}
