import Sandboxing
import Workflows

extension JUnitSuite {
  /// A batch in the words of test runners: a case for each service. What is unhealthy or has regressed failed; of what has
  /// no result, nobody knows.
  public init(_ report: BatchReport) {
    self.init(
      "cinch batch \(report.verb.rawValue)",
      report.summary.outcomes.map { outcome in
        Case(outcome.name.terminalSafe, Outcome(outcome), seconds: outcome.seconds)
      })
  }
}

extension JUnitSuite.Outcome {
  fileprivate init(_ outcome: BatchOutcome) {
    let message = (outcome.reason ?? outcome.status.rawValue).terminalSafe
    switch outcome.status {
    case .ok: self = .passed
    case .regression, .unhealthy: self = .failed(message, details: outcome.status.rawValue)
    case .undecided, .untestable, .changed, .locked, .notPermitted, .failed:
      self = .broken(message, details: outcome.status.rawValue)
    }
  }
}
