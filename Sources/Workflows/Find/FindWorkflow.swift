import Profiles
import Ledger
import Sandboxing
import Search
import Systemd
import Trials

/// Finds the tightest sandbox that a service works in: baseline, witnesses, search, confirmation.
public struct FindWorkflow: Sendable {
  private let request: FindRequest
  private let pool: WorkerPool
  private let registry: RunRegistry?
  private let report: @Sendable (FindEvent) async throws -> Void

  /// A find, which tells what it does to `report` and is written down in a registry, if there is one: then it also goes on
  /// where an interrupted one has stopped. What either of them throws ends the find: nothing goes on unrecorded.
  public init(
    _ request: FindRequest, in provider: any EnvironmentProvider, recordedIn registry: RunRegistry? = nil,
    report: @escaping @Sendable (FindEvent) async throws -> Void
  ) {
    var request = request
    if request.rehearsals.without.contains(.reload) { request.check.reload = false }
    self.request = request
    pool = WorkerPool(provider: provider, service: request.service, check: request.check)
    self.registry = registry
    self.report = report
  }

  /// Runs the find.
  ///
  /// - Returns: the sandbox and its proof.
  /// - Throws: ``FindError``, ``ServiceError``, what the environment throws, and `CancellationError`; everything is cleaned
  ///   up by then.
  public func run() async throws -> FindResult {
    try await report(.step(pool.provider.opening))
    try await request.requireNamed(in: pool.provider)
    return try await pool.with(1, form: pool.firstForm(for: request.form)) { workers in
      let harness = await workers[0].harness
      let environment = try await harness.runEnvironment()
      let recorder = try await recorder(for: harness.service.unit, in: environment)
      do {
        let result = try await find(at: workers[0], in: environment, recordedBy: recorder)
        try await recorder.finish(with: result.profile.yaml())
        return result
      } catch {
        // What failed for a reason of its own would do so again; everything else can go on.
        try? await recorder.stop(isResumable: !(error is FindError || error is SearchError))
        // What became of a service that was changed meanwhile says nothing of the one that was asked about.
        if error is FindError { try await workers[0].harness.requireUnchanged(since: environment) }
        throw error
      }
    }
  }

  private func recorder(for unit: String, in environment: RunEnvironment) async throws -> RunRecorder {
    guard let registry else { return RunRecorder() }
    let recorder = try registry.recorder(of: request, on: unit, in: environment)
    if recorder.recorded > 0 {
      try await report(.step("going on with run \(recorder.run), which has \(recorder.recorded) trials"))
    }
    return recorder
  }

  private func find(
    at worker: TrialWorker, in environment: RunEnvironment, recordedBy recorder: RunRecorder
  ) async throws -> FindResult {
    let begun = ContinuousClock.now
    let known = try await Preparation(for: request, at: worker, recordedBy: recorder, report: report)
    let universe = known.universe
    let jobs = request.jobs ?? (request.strategy == .linear ? 1 : known.usefulJobs)
    if jobs > 1 { try await report(.step("searching in \(jobs) labs side by side")) }
    let plan = SearchPlan(request: request, known: known)
    let runtime = try await plan.runtime(at: worker, recordedBy: recorder, report: report)
    let (whole, oracle) = try await pool.withOracle(
      at: worker, jobs: jobs, knowing: known, recordedBy: recorder, report: report
    ) { oracle in
      let search = plan.search(after: runtime, jobs: jobs)
      let whole = try await confirmed(
        search, from: known, after: runtime, at: worker, in: environment, against: oracle, recordedBy: recorder)
      return (whole, oracle)
    }
    let (found, choice, confirmation) = (whole.found, whole.choice, whole.runs)
    let harness = await worker.harness
    try await harness.requireUnchanged(since: environment)
    var exposure = Exposure(
      before: try await harness.exposure(with: ""), after: try await harness.exposure(with: choice.rendering.dropIn()),
      byMargin: try await exposures(besides: choice, at: harness))
    exposure?.witnessed = try await witnessed(choice, at: harness)
    let reasons = RejectionReasons(
      universe: universe, context: known.context, runtime: runtime, kept: choice.kept,
      usualLines: known.baseline.usualLines.union(await oracle.usualLines).union(confirmation.usualLines))
    var profile = Profile(of: harness.service, from: known, for: request, in: environment, keeping: choice.kept)
    profile.rejected = await rejections(found.certificate, keeping: choice.kept, by: oracle, because: reasons)
    for later in whole.givenBack {
      let reasons = reasons.about(later.universe)
      profile.rejected += await rejections(later.certificate, keeping: choice.kept, by: later.oracle, because: reasons)
      profile.undecided += later.certificate.undecided.map { later.universe.candidates[$0].restriction }
    }
    profile.withheld = choice.withheld
    profile.rehearsals = RehearsalSummary(
      known.baseline.rehearsed, reloads: request.check.reload && harness.runner.subject.canReload)
    if request.expected.restrictions.isEmpty {
      let passed = universe.sandbox(with: universe.space.effects(of: found.accepted))
      profile.rating = CheckRating(
        choice.losses(by: universe.candidates.map(\.restriction)), rejecting: profile.rejected, passing: passed,
        impossible: choice.cannotMatter, noticesAbsence: try await harness.runner.noticesAbsence())
    }
    profile.margin = choice.margin
    profile.cannotMatter = choice.cannotMatter
    profile.allowedBack = choice.allowedBack
    profile.undecided += found.undecided.map { universe.candidates[$0].restriction }
    profile.exposure = exposure
    profile.undone = Lint.findings(under: choice.rendering.effects, on: choice.context)
    profile.confirmed.passes = confirmation.passes
    profile.confirmed.failures = confirmation.failures
    profile.search.onUnit = known.obstacleToCloning
    profile.search.trials = await recorder.trials
    profile.search.rounds = found.effort.rounds
    profile.search.seconds = Int((ContinuousClock.now - begun).inSeconds.rounded())
    return FindResult(
      service: harness.service, subject: harness.runner.subject, context: known.context, universe: universe,
      profile: profile, installedContext: choice.context, effort: found.effort)
  }

  /// Searches, and runs what was found as it will be installed. Where that does not pass, it may be that the service works
  /// every other time only: then the search goes on, and looks for what makes it so. Where it fails a rehearsal, what
  /// is to blame for that is given back.
  private func confirmed(
    _ search: MaximalSetSearch, from known: Preparation, after runtime: RuntimeObservation, at worker: TrialWorker,
    in environment: RunEnvironment, against oracle: TrialOracle, recordedBy recorder: RunRecorder
  ) async throws -> Confirmed {
    let found = try await search.result(against: oracle)
    let choice = choice(of: found, from: known, after: runtime, at: await worker.harness)
    let wasWrong = found.effort.restarts > 0
    let sawWavering = await oracle.sawWavering
    let final = FinalRuns(
      request: request, pool: pool, known: known, environment: environment, recorder: recorder,
      flakes: known.baseline.isFlaky || sawWavering || wasWrong, report: report)
    do {
      let (confirmed, confirmation, givenBack) = try await final.confirmed(choice)
      return Confirmed(found: found, choice: confirmed, runs: confirmation, givenBack: givenBack)
    } catch FindError.notConfirmed where search.suspicion == nil && !wasWrong {
      try await report(.warning("the result passed and then failed; looking for what makes it fail at times"))
      var again = search
      again.suspicion = known.universe.space.effects(of: found.accepted)
      return try await self.confirmed(
        again, from: known, after: runtime, at: worker, in: environment, against: oracle, recordedBy: recorder)
    }
  }

  private func choice(
    of found: SearchResult, from known: Preparation, after runtime: RuntimeObservation, at harness: TrialHarness
  ) -> Choice {
    let universe = known.universe
    let rejected = found.certificate.rejections.map { universe.candidates[$0.candidate].restriction }
    return Choice(
      of: universe.sandbox(with: universe.space.effects(of: found.accepted)), rejecting: rejected + request.needed,
      from: known, after: runtime, at: harness, for: request)
  }

  /// What the unit's exposure would be with each margin: no trial is needed to know.
  private func exposures(besides chosen: Choice, at harness: TrialHarness) async throws -> [Margin: Double] {
    var exposures: [Margin: Double] = [:]
    for margin in Margin.allCases where !request.trustsHealth {
      exposures[margin] = try await harness.exposure(with: chosen.with(margin).rendering.dropIn())
    }
    return exposures
  }

  /// What the result is seen to deny, all together.
  private func witnessed(_ choice: Choice, at harness: TrialHarness) async throws -> WitnessedExposure? {
    let weights = WitnessedActs.weights(on: choice.context)
    let acts = weights.keys.sorted { $0.description < $1.description }
    let witness = SandboxWitness(on: harness.environment)
    guard let denials = try await witness.denials(of: acts, under: choice.kept, on: choice.context) else { return nil }
    let open = denials.filter { !$0.value }.map(\.key)
    let accepted = open.filter { request.accepted.contains($0.description) }
    let unaccepted = denials.merging(accepted.map { ($0, true) }) { $1 }
    return WitnessedExposure(
      tenths: WitnessedActs.tenths(of: denials, weighing: weights), denied: denials.count - open.count,
      open: open.map(\.description).sorted(),
      unacceptedTenths: accepted.isEmpty ? nil : WitnessedActs.tenths(of: unaccepted, weighing: weights))
  }

  private func rejections(
    _ certificate: Certificate, keeping kept: Sandbox, by oracle: TrialOracle, because reasons: RejectionReasons
  ) async -> [Rejection] {
    let universe = reasons.universe
    var rejections: [Rejection] = []
    for rejection in certificate.rejections {
      guard let evidence = await oracle.evidence(for: rejection.proof) else {
        preconditionFailure("a certificate names only sets that failed")
      }
      let candidate = universe.candidates[rejection.candidate]
      let proof = Rejection.TrialContext(
        of: universe.sandbox(with: rejection.proof), besides: candidate.restriction, kept: kept)
      rejections.append(
        Rejection(
          candidate.restriction, because: reasons.reason(for: candidate, evidence), evidence: evidence, proof: proof))
    }
    return rejections
  }
}
