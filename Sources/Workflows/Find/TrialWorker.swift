import Search
import Trials

/// Runs the trials of a search in one environment, which is made anew when a failed trial has left something behind there.
actor TrialWorker {
  private let open: @Sendable (TrialForm) async throws -> TrialHarness
  /// The service in the environment as it is now.
  private(set) var harness: TrialHarness
  private var baseline: Baseline?
  private var tracker: ContaminationTracker

  /// A worker with a harness that was opened, and how another one like it is.
  init(_ harness: TrialHarness, open: @escaping @Sendable (TrialForm) async throws -> TrialHarness) {
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

  /// Tries the service in another form from now on.
  func change(to form: TrialForm) async throws {
    harness = try await harness.changed(to: form)
    await baseline?.teach(harness.runner)
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
    try await replace()
    return tracker.startAnew()
  }

  /// Has another environment like this one, because something in it could not be put back.
  ///
  /// - Throws: ``FindError/mess`` where there is only one.
  func replace() async throws {
    guard harness.environment.isDisposable else { throw FindError.mess }
    let fresh = try await open(harness.form)
    await harness.close()
    harness = fresh
    await baseline?.teach(fresh.runner)
  }

  /// Closes the environment.
  func close() async { await harness.close() }
}
