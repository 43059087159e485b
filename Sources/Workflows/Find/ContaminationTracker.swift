import Search

/// Keeps account of the failures that a mess on the environment could be to blame for: something that an earlier failing trial
/// left behind, and that nothing puts back.
///
/// A mess lasts. So a trial that passes shows that there is none, and clears all failures before it; only where failures
/// follow each other is a control run due, and the more controls have passed, the longer it can wait. Whatever it finds,
/// every failure since the environment was last known to be sound can still be taken back.
struct ContaminationTracker {
  /// The sets that failed since the environment was last known to be sound, in order.
  private(set) var doubtful: [EffectSet] = []
  /// Whether a mess was found before: then every failure may leave one.
  private(set) var hasFoundMess = false
  /// How many failures after the first are borne before a control run.
  private var patience: Int

  /// A watch over an environment that is sound now. Where trials start from a state that is put back, hardly anything can be left
  /// behind; where it is not, anything.
  init(statePutBack: Bool) { patience = statePutBack ? 5 : 1 }

  /// Whether the last trials failed one after the other for so long that the environment may be to blame.
  var isControlDue: Bool { doubtful.count > patience }

  /// Whether a failure is left that was not made on an environment known to be sound.
  var hasDoubts: Bool { doubtful.count > 1 }

  /// Takes in what a trial on this environment brought.
  mutating func note(_ outcome: Outcome, of set: EffectSet) {
    switch outcome {
    case .passed: doubtful = []
    // What cannot even be tried may be in the way of something left behind, such as a unit that is still there.
    case .failed, .wavering, .inconclusive: doubtful.append(set)
    }
  }

  /// A control run has passed.
  mutating func clear() {
    doubtful = []
    patience *= 2
  }

  /// The environment was made anew after a control run had failed.
  ///
  /// - Returns: the sets whose failures prove nothing.
  mutating func startAnew() -> [EffectSet] {
    hasFoundMess = true
    defer { doubtful = [] }
    return doubtful
  }
}
