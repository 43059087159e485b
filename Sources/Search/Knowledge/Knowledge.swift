/// What is known of a monotone oracle: every subset of a passing set passes, every superset of a failing set fails.
///
/// Only what does not contradict it is learned, so that a strategy always sees a monotone world; a flaky verdict that
/// broke the order is found out when it is confirmed.
struct Knowledge {
  /// The maximal passing sets.
  private(set) var passing: [EffectSet] = []
  /// The minimal failing sets.
  private(set) var failing: [EffectSet] = []
  /// Sets whose trials proved nothing; of their subsets and supersets nothing follows.
  private(set) var undecidable: Set<EffectSet> = []

  /// What follows for `set`; nil where it must be tried.
  func implied(_ set: EffectSet) -> Outcome? {
    if witnessOfPass(set) != nil { return .passed }
    if witnessOfFailure(set) != nil { return .failed }
    return undecidable.contains(set) ? .inconclusive : nil
  }

  /// A set that passed and contains `set`. Nothing has to be run for the empty set: the baseline did that.
  func witnessOfPass(_ set: EffectSet) -> EffectSet? {
    set.isEmpty ? set : passing.first(where: set.isSubset(of:))
  }

  /// A set that failed and is contained in `set`.
  func witnessOfFailure(_ set: EffectSet) -> EffectSet? {
    failing.first { $0.isSubset(of: set) }
  }

  /// Takes in the verdict on `set`, unless something is known of it already.
  mutating func learn(_ set: EffectSet, _ outcome: Outcome) {
    guard implied(set) == nil else { return }
    switch outcome {
    case .passed:
      passing.removeAll { $0.isSubset(of: set) }
      passing.append(set)
    case .failed, .wavering:
      failing.removeAll(where: set.isSubset(of:))
      failing.append(set)
    case .inconclusive:
      undecidable.insert(set)
    }
  }
}
