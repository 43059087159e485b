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
