import Ledger
import Sandboxing
import Search
import Trials

/// The runs of a result as it will be installed: as a drop-in on the unit itself, in an environment that has seen nothing of
/// the search, with every rehearsal that the service passes without restrictions.
struct FinalRuns: Sendable {
  let request: FindRequest
  let pool: WorkerPool
  let known: Preparation
  /// What the service was searched for on.
  let environment: RunEnvironment
  let recorder: RunRecorder
  /// Whether the service fails now and then for no reason.
  let flakes: Bool
  let report: @Sendable (FindEvent) async throws -> Void

  /// Runs a choice, and takes from it what a rehearsal fails with, or what keeps its watchdog from being fed.
  ///
  /// - Returns: what is kept after all, how it did, and what was given back.
  /// - Throws: ``FindError/notConfirmed(_:)`` where it fails without one.
  func confirmed(_ choice: Choice) async throws -> (Choice, ConfirmationRuns, [GivenBack]) {
    var choice = choice
    var givenBack: [GivenBack] = []
    var wasRetried = false
    while true {
      do {
        let (confirmed, runs) = try await confirm(choice)
        return (confirmed, runs, givenBack)
      } catch FindError.notConfirmed(let evidence) {
        let onlyHere = Self.whatFails(in: evidence.phase)
        if onlyHere == nil, let asItself = choice.withItsUser {
          try await report(
            .warning("the result fails where it stays root (\(evidence.reason)): the user that it was tried as is kept")
          )
          choice = asItself
          continue
        }
        // Whoever is left something that every trial took from it does more, of which the rest was never tried to break any.
        guard let fails = onlyHere ?? (choice.withheld.isEmpty ? nil : "fails without what is withheld") else {
          throw FindError.notConfirmed(evidence)
        }
        try await report(.warning("the result \(fails): \(evidence.reason); looking for what to give back"))
        let found = try await whatToGiveBack(of: choice, failingIn: evidence.phase)
        if found.restrictions.isEmpty {
          // All of it has passed now. Once may be chance.
          guard !wasRetried else { throw FindError.notConfirmed(evidence) }
          wasRetried = true
        } else {
          givenBack.append(found)
          choice = choice.rejecting(found.restrictions)
        }
      }
    }
  }

  /// What a result does not do that only these runs ask for; nil where the phase is one of every trial.
  private static func whatFails(in phase: Phase) -> String? {
    if phase == .watchdog { return "does not stay up as long as its watchdog asks for" }
    return phase.rehearsal.map { "fails the rehearsal \($0.rawValue)" }
  }

  /// Searches a choice that fails for what it fails with, by the trials that a search makes, each of which asks for what failed.
  private func whatToGiveBack(of choice: Choice, failingIn phase: Phase) async throws -> GivenBack {
    try await withInstalled { workers in
      for worker in workers { await worker.learn(known.baseline) }
      let stay = phase == .watchdog ? await workers[0].runner.subject.watchdogStay : .zero
      if stay > .zero { try await requireHealth(for: stay, at: workers[0]) }
      let universe = known.universe.limited(to: choice.kept)
      let oracle = TrialOracle(
        universe: universe, context: choice.context, workers: workers, recorder: recorder,
        rehearsing: phase.rehearsal == nil ? nil : RehearsalName.allCases, stay: stay, report: report)
      let search = MaximalSetSearch(
        universe.space, strategy: request.strategy, jobs: workers.count,
        hints: Dictionary(uniqueKeysWithValues: universe.candidates.indices.map { ($0, Likelihood.unlikely.rawValue) }),
        reliability: known.baseline.reliability(unlessFlaky: request.reliability))
      let found = try await search.result(against: oracle)
      return GivenBack(universe: universe, certificate: found.certificate, oracle: oracle)
    }
  }

  /// No baseline lasts as long as a watchdog.
  private func requireHealth(for stay: Duration, at worker: TrialWorker) async throws {
    let runner = await worker.runner
    let trial = try await recorder.trial(.empty, for: .control) { try await runner.run(.empty, stay: stay) }
    if let evidence = trial.verdict.evidence { throw FindError.unhealthy(evidence) }
  }

  /// Runs a choice as it will be installed.
  ///
  /// - Returns: what is kept after all.
  private func confirm(_ choice: Choice) async throws -> (Choice, ConfirmationRuns) {
    guard request.confirmations > 0, !choice.rendering.settings.isEmpty else { return (choice, ConfirmationRuns()) }
    try await report(.step("confirming the result as a drop-in on the unit itself"))
    return try await withInstalled { workers in
      let confirmation = Confirming(
        request: request, known: known, runner: await workers[0].runner, flakes: flakes, recorder: recorder,
        report: report)
      return try await confirmation.confirmed(choice)
    }
  }

  /// Opens an environment that has seen nothing of the search. A lab shows the machine as it is by now there, where the search's
  /// own still has the files of its first look.
  ///
  /// - Throws: ``FindError/changed`` where the service is not what was searched for.
  private func withInstalled<Value: Sendable>(
    _ body: ([TrialWorker]) async throws -> Value
  ) async throws -> Value {
    do {
      let pool = WorkerPool(provider: pool.provider.loggingDenials, service: request.service, check: request.check)
      return try await pool.with(1, form: .installed) { workers in
        try await workers[0].harness.requireUnchanged(since: environment)
        return try await body(workers)
      }
    } catch let error as ServiceError where error.isOfUnit {
      throw FindError.changed
    }
  }
}

/// What was taken from a result that failed a rehearsal.
struct GivenBack: Sendable {
  /// What the result had.
  let universe: Universe
  /// What of it is kept, and the proof for the rest.
  let certificate: Certificate
  /// What the trials left.
  let oracle: TrialOracle

  /// What is not kept.
  var restrictions: [Restriction] {
    (certificate.rejections.map(\.candidate) + certificate.undecided).map { universe.candidates[$0].restriction }
  }
}

/// A search's result as it is kept.
struct Confirmed: Sendable {
  /// What the search found.
  let found: SearchResult
  /// What of it is kept.
  let choice: Choice
  /// How that did.
  let runs: ConfirmationRuns
  /// What failed a rehearsal.
  let givenBack: [GivenBack]
}
