import Sandboxing
import Systemd

/// What one trial brought.
public struct TrialReport: Hashable, Sendable {
  /// What it says about its sandbox.
  public var verdict: Verdict
  /// How long its parts took.
  public var timings: Timings
  /// What went on in the service all the time.
  public var anomalies: Set<RuntimeAnomaly>
  /// Whether a probe that had said unhealthy took that back when it was asked again at once.
  public var wavered: Bool
  /// What the service was seen to use; nothing where nobody looked.
  public var runtime: RuntimeObservation
  /// What could not be ended or put back, one sentence: no further trial there could be believed. Nil where all was.
  public var remains: String?
  /// The lines of its log, normalised (``LogLine``), without those that the baseline had; empty unless it passed.
  public var usualLines: Set<String>
  /// What its log warned of, normalised (``LogLine``), as far as the baseline's had not; empty where nobody looked.
  public var complaints: Set<String>
  /// What came of rehearsals; nothing under restrictions, where each has to pass.
  public var rehearsed = Rehearsed()

  /// A report by its parts.
  public init(
    verdict: Verdict, timings: Timings, anomalies: Set<RuntimeAnomaly> = [], wavered: Bool = false,
    runtime: RuntimeObservation = RuntimeObservation(), remains: String? = nil, usualLines: Set<String> = [],
    complaints: Set<String> = []
  ) {
    self.verdict = verdict
    self.timings = timings
    self.anomalies = anomalies
    self.wavered = wavered
    self.runtime = runtime
    self.remains = remains
    self.usualLines = usualLines
    self.complaints = complaints
  }
}

extension Verdict {
  /// The same, with the call that a process of a failed service was killed for.
  func naming(_ filtered: [SeccompRecord]) -> Verdict {
    guard case .failed(var evidence) = self else { return self }
    evidence.deniedSystemCall = filtered.last { $0.signal != 0 }?.systemCall
    return .failed(evidence)
  }
}

extension TrialEnvironment {
  /// What a service that failed has left here; of its log, what is not among the usual lines (``LogLine``).
  func evidence(
    of failure: Lifecycle.Failure, _ watcher: UnitWatcher, besides usual: Set<String> = []
  ) async -> Evidence {
    let (shownLines, shownOutput) = (20, 400)
    let state = await watcher.state
    let entries = await journal(of: watcher.unit, invocation: state.invocationID)
    let news = entries.filter { !usual.contains(LogLine.normalized($0.line)) }.suffix(shownLines)
    let severe = news.filter { $0.priority <= JournalEntry.errorPriority }.map(\.line)
    return Evidence(
      phase: failure.phase, reason: failure.reason,
      result: state.result == "success" ? nil : state.result,
      mainProcess: state.exit, probe: failure.probe?.end,
      probeOutput: failure.probe.map { String($0.output.prefix(shownOutput)) },
      journal: news.map(\.line), severe: severe.isEmpty ? nil : severe)
  }
}
