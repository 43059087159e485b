import Ledger
import Sandboxing
import Search
import Systemd
import Trials

/// Finds the tightest sandbox that a service bears: baseline, witnesses, search, confirmation.
public struct FindWorkflow: Sendable {
  private let request: FindRequest
  private let places: any Places
  private let book: RunBook?
  private let report: @Sendable (FindEvent) async throws -> Void

  /// A find, which tells what it does to `report` and is written down in a book, if there is one: then it also goes on
  /// where an interrupted one has stopped. What either of them throws ends the find: nothing goes on unrecorded.
  public init(
    _ request: FindRequest, in places: any Places, recordedIn book: RunBook? = nil,
    report: @escaping @Sendable (FindEvent) async throws -> Void
  ) {
    self.request = request
    self.places = places
    self.book = book
    self.report = report
  }

  /// Runs the find.
  ///
  /// - Returns: the sandbox and its proof.
  /// - Throws: ``FindError``, ``ServiceError``, whatever the place throws, and `CancellationError`; everything is cleaned
  ///   up by then.
  public func run() async throws -> FindResult {
    try await withStations(request.jobs, form: request.form) { stations in
      let site = await stations[0].site
      let environment = try await site.environment()
      let recorder = try await recorder(for: site.service.unit, in: environment)
      do {
        let result = try await find(at: stations, in: environment, recordedBy: recorder)
        try await recorder.finish(with: Profile(of: result, for: request).yaml())
        return result
      } catch {
        // What failed for a reason of its own would do so again; everything else can go on.
        try? await recorder.stop(isResumable: !(error is FindError))
        throw error
      }
    }
  }

  private func recorder(for unit: String, in environment: RunEnvironment) async throws -> RunRecorder {
    guard let book else { return RunRecorder() }
    let recorder = try book.recorder(of: request, on: unit, in: environment)
    if recorder.recorded > 0 {
      try await report(.step("going on with run \(recorder.run), which has \(recorder.recorded) trials"))
    }
    return recorder
  }

  private func find(
    at stations: [Station], in environment: RunEnvironment, recordedBy recorder: RunRecorder
  ) async throws -> FindResult {
    let begun = ContinuousClock.now
    let site = await stations[0].site
    let baseline = try await Baseline.measure(request.baselines, with: site.runner, recordedBy: recorder) {
      try await report(.baseline(number: $0, of: $1, report: $2))
    }
    if baseline.isFlaky {
      let runs = baseline.reports.count + baseline.failures.count
      try await report(
        .warning(
          "of \(runs) runs without any restriction \(baseline.failures.count) failed; trials are repeated to be sure"))
    }
    for station in stations { await station.learn(baseline) }
    let ground = Ground(
      platform: site.platform, base: site.service.properties(in: request.form),
      observed: request.observed ?? baseline.sightings.observation)
    let universe = try await consider(on: ground, at: site)
    let oracle = TrialOracle(
      universe: universe, ground: ground, stations: stations, recorder: recorder, report: report)
    let search = MaximalSetSearch(
      universe.space, strategy: request.strategy, jobs: request.jobs,
      hints: Hints(
        for: universe.candidates.map(\.restriction), after: baseline.sightings, on: ground, expecting: request.expected
      ).probabilities,
      reliability: baseline.reliability(unlessFlaky: request.reliability))
    let found = try await result(of: search, against: oracle)
    let passed = universe.sandbox(with: universe.space.effects(of: found.accepted))
    let withheld =
      request.trustsHealth
      ? []
      : BlindSpots.withheld(from: passed.without(request.expected), after: baseline.sightings, on: ground)
    let kept = passed.without(Sandbox(withheld.map(\.restriction)))
    let rendering = Rendering(of: kept, on: ground)
    let flakes = await oracle.sawWavering || baseline.isFlaky || found.effort.restarts > 0
    try await confirm(kept, rendering, baseline: baseline, flakes: flakes, recordedBy: recorder)
    let last = await stations[0].site
    guard try await last.environment() == environment else { throw FindError.changed }
    return FindResult(
      service: site.service, subject: site.runner.subject, ground: ground, environment: environment,
      universe: universe, kept: kept, rejections: await rejections(found.certificate, in: universe, by: oracle),
      withheld: withheld, undecided: found.undecided.map { universe.candidates[$0].restriction },
      confirmations: rendering.settings.isEmpty ? 0 : request.confirmations, effort: found.effort,
      exposureBefore: try await last.exposure(with: ""),
      exposureAfter: try await last.exposure(with: rendering.dropIn()), duration: ContinuousClock.now - begun)
  }

  /// Searches, again from the answers that stand whenever some were withdrawn.
  private func result(of search: MaximalSetSearch, against oracle: TrialOracle) async throws -> SearchResult {
    while true {
      do {
        var found = try await search.run(against: oracle, replaying: oracle.records)
        try await oracle.settle()
        (found.effort.trials, found.effort.rounds) = await (oracle.trials, oracle.rounds)
        return found
      } catch is TrialOracle.Withdrawal {
        continue
      }
    }
  }

  /// What there is to try on this ground, without what is accepted here and not enforced.
  private func consider(on ground: Ground, at site: any Site) async throws -> Universe {
    let all = Catalogue.candidates(on: ground, scope: request.scope).preferring(request.expected)
    try await report(.step("proving what is enforced here"))
    let open = all.filter { $0.status == .candidate }.map(\.restriction)
    let enforcement = try await site.witness.enforcement(of: open, on: ground)
    let universe = Universe(all, notEnforced: Set(open.filter { enforcement[$0] == .notEnforced }))
    try await report(.universe(universe))
    return universe
  }

  /// Runs the result as it will be installed: as a drop-in on the unit itself, in a place that has seen nothing of the
  /// search.
  private func confirm(
    _ kept: Sandbox, _ rendering: Rendering, baseline: Baseline, flakes: Bool, recordedBy recorder: RunRecorder
  ) async throws {
    guard request.confirmations > 0, !rendering.settings.isEmpty else { return }
    try await report(.step("confirming the result as a drop-in on the unit itself"))
    try await withStations(1, form: .installed) { stations in
      let runner = await stations[0].runner
      await baseline.teach(runner)
      var (passes, fails) = (0, 0)
      while passes < request.confirmations {
        let run = try await recorder.trial(kept, for: .confirm) {
          try await runner.run(rendering.forTrial)
        }
        try await report(.confirmation(number: passes + 1, of: request.confirmations, report: run))
        switch run.verdict {
        case .passed: passes += 1
        // A service that flakes without any restriction does so here too.
        case .failed where (flakes || run.wavered) && fails < 2 * request.confirmations: fails += 1
        case .failed(let evidence): throw FindError.notConfirmed(evidence)
        case .inconclusive(let reason): throw FindError.untestable(reason)
        }
      }
    }
  }

  private func rejections(
    _ certificate: Certificate, in universe: Universe, by oracle: TrialOracle
  ) async -> [FindResult.Rejection] {
    var rejections: [FindResult.Rejection] = []
    for rejection in certificate.rejections {
      guard let evidence = await oracle.evidence(for: rejection.failing) else {
        preconditionFailure("a certificate names only sets that failed")
      }
      rejections.append(
        FindResult.Rejection(
          restriction: universe.candidates[rejection.candidate].restriction,
          proof: universe.sandbox(with: rejection.failing), evidence: evidence))
    }
    return rejections
  }

  /// Opens places side by side, and closes all of them whatever happens.
  private func withStations<Value: Sendable>(
    _ count: Int, form: SiteForm, _ body: ([Station]) async throws -> Value
  ) async throws -> Value {
    let open: @Sendable () async throws -> any Site = { [places, request] in
      try await places.open(request.service, check: request.check, form: form)
    }
    let opened = await withTaskGroup(of: Result<Station, any Error>.self) { group in
      for _ in 0..<count {
        group.addTask {
          do {
            return .success(Station(try await open(), open: open))
          } catch {
            return .failure(error)
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let stations = opened.compactMap { try? $0.get() }
    let value: Result<Value, any Error>
    do {
      for station in opened { _ = try station.get() }
      value = .success(try await body(stations))
    } catch {
      value = .failure(error)
    }
    await withDiscardingTaskGroup { group in
      for station in stations { group.addTask { await station.close() } }
    }
    return try value.get()
  }
}

extension Rendering {
  /// All forms that a launcher can need.
  var forTrial: RenderedSandbox {
    RenderedSandbox(
      properties: properties, dropIn: settings.isEmpty ? "" : dropIn(), systemdRunArguments: systemdRunArguments)
  }
}
