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

/// One finished trial, as a ledger keeps it.
public struct RecordedTrial: Hashable, Sendable, Codable {
  /// What was tried.
  public var set: EffectSet
  /// What came of it.
  public var outcome: Outcome

  /// Records that `set` was tried with this outcome.
  public init(set: EffectSet, outcome: Outcome) {
    self.set = set
    self.outcome = outcome
  }
}

/// Recorded trials, handed out once each in the order in which they were made.
///
/// A search is deterministic: run again it asks for the same sets, so that the answers to the k-th trial of a set and to
/// all that follow from it are the same as the first time, and nothing that was run is run again.
struct Replay {
  private var pending: [EffectSet: ArraySlice<Outcome>] = [:]

  init(_ trials: [RecordedTrial]) {
    for trial in trials { pending[trial.set, default: []].append(trial.outcome) }
  }

  /// The next recorded outcome of `set`; nil when it must be tried.
  mutating func next(_ set: EffectSet) -> Outcome? { pending[set]?.popFirst() }
}
