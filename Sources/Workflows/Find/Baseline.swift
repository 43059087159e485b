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

  /// How long a trial may take.
  public var limits: TimeLimits { TimeLimits(from: reports.map(\.timings)) }

  /// Runs the service several times without restrictions; three times as often where it is not healthy every time.
  ///
  /// - Parameters:
  ///   - runs: how many, at least 1.
  ///   - runner: of the environment where it runs.
  ///   - recorder: of the run that this is the baseline of.
  ///   - report: called after each run with its number and how many there will be.
  /// - Returns: what the runs showed.
  /// - Throws: ``FindError/unhealthy(_:)`` as soon as it has failed twice more than it passed, or when it has not passed
  ///   more often than failed in the end: nothing else needs to be run then.
  static func measure(
    _ runs: Int, with runner: TrialRunner, recordedBy recorder: RunRecorder,
    report: (Int, Int, TrialReport) async throws -> Void
  ) async throws -> Baseline {
    var reports: [TrialReport] = []
    var failures: [Evidence] = []
    var planned: Int { failures.isEmpty ? runs : 3 * runs }
    while reports.count + failures.count < planned {
      let run = try await recorder.trial(.empty, for: .baseline) { try await runner.run(.empty, observing: true) }
      switch run.verdict {
      case .passed: reports.append(run)
      case .failed(let evidence): failures.append(evidence)
      case .inconclusive: break
      }
      try await report(reports.count + failures.count, planned, run)
      if case .inconclusive(let reason) = run.verdict { throw FindError.untestable(reason) }
      if failures.count > reports.count + 1 { throw FindError.unhealthy(failures[0]) }
    }
    if failures.count >= reports.count { throw FindError.unhealthy(failures[0]) }
    return Baseline(reports: reports, failures: failures)
  }

  /// Tells a runner what it may expect of the service.
  func teach(_ runner: TrialRunner) async {
    await runner.learn(limits: limits, normalAnomalies: normalAnomalies, usualLines: usualLines)
  }
}
