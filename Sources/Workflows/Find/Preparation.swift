import Sandboxing
import Search
import Trials

/// What is known of a service before anything is searched: what it does without restrictions, what there is to try.
struct Preparation: Sendable {
  /// The service where it was found out.
  let harness: TrialHarness
  /// What runs without any restriction showed.
  let baseline: Baseline
  /// What sandboxes are laid on.
  let context: ServiceContext
  /// What there is to try, without what is accepted there and not enforced.
  let universe: Universe
  /// What the environment took of the machine meanwhile; nil where nobody counts.
  let load: Capacity.Load?

  /// Finds it out.
  ///
  /// - Parameters:
  ///   - request: what is asked.
  ///   - worker: where.
  ///   - recorder: of the run.
  ///   - report: is told what is done.
  /// - Throws: ``FindError`` where the service cannot be tried, and what the environment throws.
  init(
    for request: FindRequest, at worker: TrialWorker, recordedBy recorder: RunRecorder,
    report: @Sendable (FindEvent) async throws -> Void
  ) async throws {
    harness = await worker.harness
    let (begun, before) = (ContinuousClock.now, harness.environment.resourceUsage)
    baseline = try await Baseline.measure(request.baselines, with: harness.runner, recordedBy: recorder) {
      try await report(.baseline(number: $0, of: $1, report: $2))
    }
    if let before, let after = harness.environment.resourceUsage {
      load = Capacity.Load(from: before, to: after, within: .now - begun)
    } else {
      load = nil
    }
    if baseline.isFlaky {
      let runs = baseline.reports.count + baseline.failures.count
      try await report(
        .warning(
          "of \(runs) runs without any restriction \(baseline.failures.count) failed; trials are repeated to be sure"))
    }
    await worker.learn(baseline)
    context = ServiceContext(
      platform: harness.platform, base: harness.service.properties(in: request.form),
      observed: request.observed ?? baseline.runtime.observation)

    let all = Catalogue.candidates(on: context, scope: request.wholeScope).preferring(request.expected)
    try await report(.step("proving what is enforced here"))
    let open = all.filter { $0.status == .candidate }.map(\.restriction)
    let enforcement = try await harness.witness.enforcement(of: open, on: context)
    universe = Universe(all, notEnforced: Set(open.filter { enforcement[$0] == .notEnforced }))
    try await report(.universe(universe))
  }

  /// How many trials it pays to run side by side.
  var usefulJobs: Int {
    guard harness.environment.isDisposable, let load else { return 1 }
    return Capacity.now.jobs(of: load, candidates: universe.candidates.count)
  }
}
