import Sandboxing
import Reports
import Trials
import Workflows

extension FindEvent {
  /// The event as a line for a log.
  var line: String {
    switch self {
    case .step(let step): step.terminalSafe
    case .warning(let warning): "warning: \(warning.terminalSafe)"
    case .baseline(let number, let count, let report):
      // A service that is unhealthy by itself ends everything, and nothing else will show what it said.
      (["baseline \(number) of \(count): \(report.summary)"] + (report.verdict.evidence?.excerpt ?? [])).joined(
        separator: "\n  ")
    case .universe(let universe):
      "\(universe.candidates.count) restrictions to try; \(universe.alreadySet.count) already set,"
        + " \(universe.notSupported.count) not supported, \(universe.notEnforced.count) not enforced,"
        + " \(universe.excluded.count) excluded"
    case .trial(let number, let sandbox, let report):
      "trial \(number) with \(sandbox.restrictions.count) restrictions: \(report.summary)"
    case .control(let report): "control: \(report.summary)"
    case .confirmation(let number, let count, let report): "confirmation \(number) of \(count): \(report.summary)"
    }
  }
}

extension TrialReport {
  fileprivate var summary: String {
    "\(verdict.summary) in \(Int((timings.total.inSeconds * 1000).rounded())) ms"
  }
}

extension Evidence {
  /// The last lines that the service and the probe wrote, safe for a terminal.
  fileprivate var excerpt: [String] {
    let output = (probeOutput ?? "").split(separator: "\n").map { "probe: \(String($0).terminalSafe)" }
    return journal.map(\.terminalSafe).suffix(5) + output.suffix(5)
  }
}

extension Verdict {
  /// The verdict in a few words, safe for a terminal.
  var summary: String {
    switch self {
    case .passed: "passed"
    case .failed(let evidence): "failed at \(evidence.phase): \(evidence.reason.terminalSafe)"
    case .inconclusive(let reason): "inconclusive: \(reason.terminalSafe)"
    }
  }
}
