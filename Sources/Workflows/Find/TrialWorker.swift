import Search
import Trials

/// Runs the trials of a search in one environment, which is made anew when a failed trial has left something behind there.
actor TrialWorker {
  private let open: @Sendable () async throws -> TrialHarness
  /// The service in the environment as it is now.
  private(set) var harness: TrialHarness
  private var baseline: Baseline?
  private var tracker: ContaminationTracker

  /// A worker with a harness that was opened, and how another one like it is.
  init(_ harness: TrialHarness, open: @escaping @Sendable () async throws -> TrialHarness) {
    self.harness = harness
    self.open = open
    tracker = ContaminationTracker(statePutBack: harness.environment.isDisposable)
  }

  /// What runs trials here.
  var runner: TrialRunner { harness.runner }

  /// Tells what runs trials here, now and later, what it may expect.
  func learn(_ baseline: Baseline) async {
    self.baseline = baseline
    await baseline.teach(harness.runner)
  }

  /// Takes in what a trial brought.
  ///
  /// - Returns: whether a control run is due.
  func note(_ outcome: Outcome, of set: EffectSet) async throws -> Bool {
    tracker.note(outcome, of: set)
    guard tracker.hasFoundMess, !tracker.doubtful.isEmpty else { return tracker.isControlDue }
    // What left a mess once is not given the chance to do so again.
    _ = try await renew()
    return false
  }

  /// Whether a failure is left of which only a control run can tell what it is worth.
  var hasDoubts: Bool { tracker.hasDoubts }

  /// A control run has passed.
  func clear() { tracker.clear() }

  /// Makes the environment anew.
  ///
  /// - Returns: the sets whose failures prove nothing.
  /// - Throws: ``FindError/mess`` where that cannot be done.
  func renew() async throws -> [EffectSet] {
    guard harness.environment.isDisposable else { throw FindError.mess }
    let fresh = try await open()
    await harness.close()
    harness = fresh
    await baseline?.teach(fresh.runner)
    return tracker.startAnew()
  }

  /// Closes the environment.
  func close() async { await harness.close() }
}
