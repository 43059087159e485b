import Sandboxing
import Search
import Trials
import Uses

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
  /// Why trials run on the unit itself although a clone was asked for, one sentence; nil where they do not.
  let obstacleToCloning: String?
  /// Directives that are not tried here whatever was asked: why not, of each.
  let leftOut: [String: String]
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
    let opened = await worker.harness
    let (begun, before) = (ContinuousClock.now, opened.environment.resourceUsage)
    (baseline, obstacleToCloning) = try await Self.baseline(
      for: request, at: worker, recordedBy: recorder, report: report)
    let harness = await worker.harness
    self.harness = harness
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
    var observed = request.observed ?? baseline.runtime.observation
    if request.observed == nil, !request.givesPaths { (observed.lackedDirectories, observed.lackedFiles) = ([], []) }
    let base = harness.service.properties(in: request.form)
    if request.observed == nil, request.givesPaths {
      let plain = ServiceContext(platform: harness.platform, base: base, observed: observed)
      observed.lackedGroups = ServiceFacts(of: harness, on: plain, after: baseline.runtime).lackedGroups
    }
    context = ServiceContext(platform: harness.platform, base: base, observed: observed)

    leftOut = Self.leftOut(for: request, on: context, at: harness)
    for (directive, reason) in leftOut.sorted(by: { $0.key < $1.key }) {
      try await report(.warning("\(directive)= is left out: \(reason)"))
    }
    var scope = request.wholeScope
    scope.exclude += leftOut.keys.sorted().compactMap { Selection(parsing: $0) }
    let all = Catalogue.candidates(on: context, scope: scope).preferring(request.expected)
    try await report(.step("proving what is enforced here"))
    let open = all.filter { $0.status == .candidate }.map(\.restriction)
    let enforcement = try await harness.witness.enforcement(of: open, on: context)
    // What the system's manager cannot do is told by the catalogue; of a user's, only the witness tells.
    let isUsers = harness.environment.scope.account != nil
    universe = Universe(
      all, notEnforced: Set(open.filter { enforcement[$0] == .notEnforced }),
      refused: isUsers ? Self.refused(of: open) { enforcement[$0] == .notSupported } : [])
    try await report(.universe(universe))
  }

  /// Runs the unit itself, and its clone where nothing is against one. A clone that fails, does not start, or is seen to do
  /// something else, is not used.
  ///
  /// - Returns: the baseline, and why there is no clone where one was asked for.
  private static func baseline(
    for request: FindRequest, at worker: TrialWorker, recordedBy recorder: RunRecorder,
    report: @Sendable (FindEvent) async throws -> Void
  ) async throws -> (Baseline, obstacle: String?) {
    let harness = await worker.harness
    let rehearsals = request.rehearsed(on: harness.environment)
    func measure(_ runs: Int, after earlier: Baseline? = nil, before later: Int = 0) async throws -> Baseline {
      try await Baseline.measure(
        runs, after: earlier, before: later, rehearsing: rehearsals, at: worker, recordedBy: recorder
      ) {
        try await report(.baseline(number: $0, of: $1, report: $2))
      }
    }
    guard request.form == .clone, harness.form == .installed else {
      return (try await measure(request.baselines), nil)
    }
    let rest = max(1, request.baselines - 1)
    let original = try await measure(1, before: rest)
    var obstacle = try await harness.obstacleToCloning() ?? obstacleToCloning(at: harness)
    if obstacle == nil {
      try await worker.change(to: .clone)
      do {
        let both = try await measure(rest, after: original)
        obstacle = both.difference(from: original)
        if obstacle == nil { return (both, nil) }
      } catch FindError.unhealthy(let evidence) {
        obstacle = "Its clone is unhealthy (\(evidence.phase): \(evidence.reason))."
      } catch FindError.untestable(let reason) {
        // The unit itself was tested a moment ago.
        obstacle = "Its clone cannot be tested (\(reason))."
      }
      try await worker.change(to: .installed)
    }
    try await report(.warning("trials run on the unit itself with a drop-in: \(obstacle ?? "")"))
    return (try await measure(rest, after: original), obstacle)
  }

  /// How many trials it pays to run side by side.
  var usefulJobs: Int {
    guard harness.environment.isDisposable, let load else { return 1 }
    return Capacity.now.jobs(of: load, candidates: universe.candidates.count)
  }
}
