import Profiles
import Sandboxing
import Search
import Trials
import Uses

/// Finds out how much of what a service is known to use its health check would notice the loss of, by denying one use after
/// the other: many at once as long as they pass.
public struct RateWorkflow: Sendable {
  private let request: FindRequest
  private let provider: any EnvironmentProvider
  private let report: @Sendable (FindEvent) async throws -> Void

  /// A rating of a request's health check, which tells what it does to `report`. Its search and its results are of no account.
  public init(
    _ request: FindRequest, in provider: any EnvironmentProvider,
    report: @escaping @Sendable (FindEvent) async throws -> Void
  ) {
    var request = request
    // What a rehearsal notices, the check does not.
    request.rehearsals = .none
    self.request = request
    self.provider = provider
    self.report = report
  }

  /// Runs the trials.
  ///
  /// - Throws: ``FindError``, ``ServiceError``, what the environment throws, and `CancellationError`.
  public func run() async throws -> RatedCheck {
    try await report(.step(provider.opening))
    let pool = WorkerPool(provider: provider, service: request.service, check: request.check)
    return try await pool.with(1, form: pool.firstForm(for: request.form)) { workers in
      let recorder = RunRecorder()
      let known = try await Preparation(for: request, at: workers[0], recordedBy: recorder, report: report)
      let runtime = known.baseline.runtime
      let harness = await workers[0].harness
      let facts = ServiceFacts(of: known, after: runtime, at: harness, staysRoot: known.context.runsAsRoot)
      let losses = Loss.all(
        of: facts.present(UseReaders.uses(of: facts)), by: known.universe.candidates.map(\.restriction),
        on: known.context)
      let absence = try await harness.runner.noticesAbsence()
      let jobs = request.jobs ?? known.usefulJobs
      try await report(.step("denying \(losses.count) uses"))
      return try await pool.withOracle(
        at: workers[0], jobs: jobs, knowing: known, recordedBy: recorder, report: report
      ) { oracle in
        let hints = Hints(for: known.universe.candidates, after: runtime, on: known.context)
        let answers = try await LossTrials(of: losses, in: known.universe, hints: hints, jobs: jobs).run(
          against: oracle)
        return RatedCheck(
          unit: harness.service.unit, recipe: request.recipe, check: request.check,
          rating: CheckRating(answers, noticesAbsence: absence), trials: await recorder.trials)
      }
    }
  }
}

/// A health check with its rating.
public struct RatedCheck: Sendable {
  /// The unit that it was rated on.
  public let unit: String
  /// The recipe that it is from; nil where somebody wrote it.
  public let recipe: String?
  /// The check.
  public let check: HealthCheck
  /// What it notices.
  public let rating: CheckRating
  /// How many trials that took.
  public let trials: Int
}
