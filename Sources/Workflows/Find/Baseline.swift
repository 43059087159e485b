import Sandboxing
import Trials

/// What runs without any restriction showed of a service.
public struct Baseline: Sendable {
  /// The healthy runs.
  public let reports: [TrialReport]

  /// Whether the service's processes come and go even so.
  public var turnoverIsNormal: Bool { reports.contains(where: \.sawTurnover) }

  /// What the service was seen to use, in all runs together.
  public var sightings: Sightings { reports.reduce(into: Sightings()) { $0.formUnion($1.sightings) } }

  /// How long a trial may take.
  public var limits: TimeLimits { TimeLimits(from: reports.map(\.timings)) }

  /// Runs the service several times without restrictions.
  ///
  /// - Parameters:
  ///   - runs: how many, at least 1.
  ///   - runner: of the place where it runs.
  ///   - recorder: of the run that this is the baseline of.
  ///   - report: called after each run.
  /// - Returns: what the runs showed.
  /// - Throws: ``FindError/unhealthy(_:)`` at the first run that is not healthy: nothing else needs to be run then.
  static func measure(
    _ runs: Int, with runner: TrialRunner, recordedBy recorder: RunRecorder,
    report: (Int, TrialReport) async throws -> Void
  ) async throws -> Baseline {
    var reports: [TrialReport] = []
    for number in 1...runs {
      let run = try await recorder.trial(.empty, for: .baseline) { try await runner.run(.empty, observing: true) }
      try await report(number, run)
      switch run.verdict {
      case .passed: reports.append(run)
      case .failed(let evidence): throw FindError.unhealthy(evidence)
      case .inconclusive(let reason): throw FindError.untestable(reason)
      }
    }
    let baseline = Baseline(reports: reports)
    await baseline.teach(runner)
    return baseline
  }

  /// Tells a runner what it may expect of the service.
  func teach(_ runner: TrialRunner) async {
    await runner.learn(limits: limits, turnoverIsNormal: turnoverIsNormal)
  }
}
