import Sandboxing
import Search
import Trials

/// What runs without any restriction showed of a service.
public struct Baseline: Sendable {
  /// The healthy runs.
  public let reports: [TrialReport]
  /// What the unhealthy runs left; there are fewer of them than of the healthy ones.
  public let failures: [Evidence]

  /// Whether the service, or its health check, fails for no reason now and then.
  public var isFlaky: Bool { !failures.isEmpty }

  /// How far a single trial of the service can be trusted: as said, unless it was seen to flake.
  func reliability(unlessFlaky expected: Reliability) -> Reliability {
    isFlaky ? .measured(passes: reports.count, fails: failures.count) : expected
  }

  /// What goes on in the service even so.
  public var normalAnomalies: Set<RuntimeAnomaly> { reports.reduce(into: []) { $0.formUnion($1.anomalies) } }

  /// What the service was seen to use, in all runs together.
  public var runtime: RuntimeObservation { reports.reduce(into: RuntimeObservation()) { $0.formUnion($1.runtime) } }

  /// What its log says in healthy runs (``LogLine``).
  public var usualLines: Set<String> { reports.reduce(into: []) { $0.formUnion($1.usualLines) } }

  /// What came of rehearsals, in all healthy runs together.
  public var rehearsed: Rehearsed { reports.reduce(into: Rehearsed()) { $0.formUnion($1.rehearsed) } }

  /// How long a trial may take.
  public var limits: TimeLimits { TimeLimits(from: reports.map(\.timings)) }

  /// Runs the service several times without restrictions; three times as often where it is not healthy every time.
  ///
  /// - Parameters:
  ///   - runs: how many, at least 1.
  ///   - earlier: runs that come before these, and count as well.
  ///   - later: how many come after these.
  ///   - rehearsals: which are gone through; those that are not of every trial in the very first healthy run only.
  ///   - worker: where it runs.
  ///   - recorder: of the run that this is the baseline of.
  ///   - report: called after each run with its number and how many there will be.
  /// - Returns: what the runs showed.
  /// - Throws: ``FindError/unhealthy(_:)`` as soon as it has failed twice more than it passed, or when it has not passed
  ///   more often than failed in the end: nothing else needs to be run then.
  static func measure(
    _ runs: Int, after earlier: Baseline? = nil, before later: Int = 0, rehearsing rehearsals: [RehearsalName],
    at worker: TrialWorker,
    recordedBy recorder: RunRecorder,
    report: (Int, Int, TrialReport) async throws -> Void
  ) async throws -> Baseline {
    var reports: [TrialReport] = []
    var failures: [Evidence] = []
    var mayRestart = (earlier?.runtime.restarts ?? 0) > 0
    let before = earlier.map { $0.reports.count + $0.failures.count } ?? 0
    var planned: Int { failures.isEmpty ? runs : 3 * runs }
    var made = before
    while reports.count + failures.count < planned {
      let runner = await worker.runner
      if mayRestart { await runner.allowRestarts(Self.mostRestarts) }
      let isFirst = (earlier?.reports ?? []).isEmpty && reports.isEmpty
      let names = rehearsals.filter { isFirst || $0.isOfEveryTrial }
      let run = try await recorder.trial(.empty, for: .baseline) {
        try await runner.run(.empty, observing: true, rehearsing: names)
      }
      made += 1
      if run.remains != nil { try await worker.replace() }
      switch run.verdict {
      case .passed: reports.append(run)
      case .failed(let evidence)
      where !mayRestart && reports.isEmpty && evidence.mainProcess != nil && !runner.subject.restartProperties.isEmpty:
        // Some services end on purpose to be started again, and only the manager's answer to that is healthy.
        mayRestart = true
      case .failed(let evidence): failures.append(evidence)
      case .inconclusive: break
      }
      try await report(made, max(made, before + planned + later), run)
      if case .inconclusive(let reason) = run.verdict { throw FindError.untestable(reason) }
      if failures.count > reports.count + 1 { throw FindError.unhealthy(failures[0]) }
    }
    if failures.count >= reports.count { throw FindError.unhealthy(failures[0]) }
    return Baseline(reports: (earlier?.reports ?? []) + reports, failures: (earlier?.failures ?? []) + failures)
  }

  /// In what the runs of a clone, which come after those of the unit itself, were seen to differ from them; a sentence, nil
  /// where they were not.
  func difference(from original: Baseline) -> String? {
    let unit = original.runtime
    let clones = reports.dropFirst(original.reports.count).map(\.runtime)
    let aspects: [(name: String, of: (RuntimeObservation) -> AnyHashable)] = [
      ("the user that it runs as", { $0.observation.user }),
      ("the group that it runs as", { $0.observation.group }),
      ("the ports that it listens on", { Set($0.observation.boundPorts.filter(BehaviourComparison.isChosen)) }),
      ("its address families", { $0.addressFamilies }),
      ("its namespaces", { $0.namespaces }),
      ("its capabilities", { $0.effectiveCapabilities }),
      ("memory that is writable and executable", { $0.mapsWritableExecutable }),
      ("how often it is restarted", { $0.restarts ?? 0 }),
    ]
    // What differs from one run of the clone to the next says nothing of the clone.
    let differing = aspects.filter { aspect in
      let seen = Set(clones.map(aspect.of))
      return seen.count == 1 && seen.first != aspect.of(unit)
    }
    let found = differing.map(\.name)
    return found.isEmpty ? nil : "Its clone was seen to differ in \(found.joined(separator: ", "))."
  }

  /// How often a service may be restarted by itself before it stays up; none that does so on purpose needs more.
  private static let mostRestarts = 5

  /// Tells a runner what it may expect of the service.
  func teach(_ runner: TrialRunner) async {
    // As many as when it was found healthy.
    await runner.learn(
      limits: limits, normalAnomalies: normalAnomalies, restarts: (runtime.restarts ?? 0) > 0 ? Self.mostRestarts : 0,
      usualLines: usualLines, rehearsed: rehearsed)
  }
}
