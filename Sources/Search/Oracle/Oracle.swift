/// Who answers whether a set of effects is borne: one trial each.
public protocol Oracle: Sendable {
  /// Tries each of `sets`, as many side by side as the search has jobs, and answers in their order.
  ///
  /// Mostly one call is one round, with as many sets as there are jobs. Where the search will ask the next questions
  /// whatever the answers are, it asks them all at once: nobody has to wait for the slowest trial of each round then. The
  /// sets differ from each other, unless a verdict is being confirmed. Whatever is thrown ends the search and comes out of
  /// it as it is.
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
