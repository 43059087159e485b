import Sandboxing
import Workflows

/// Results for test runners, of verbs that test something.
struct JUnitFormat: Format {
  func text(of report: Report) -> String? { report.suites.map { JUnitFile().text(of: $0) } }
}

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

extension JUnitSuite {
  /// A check in the words of test runners: a case for each restriction that the profile keeps.
  public init(_ report: CheckReport) {
    switch report.outcome {
    case .failed(let reason): self.init(report.unit, [Case("check", .broken(reason))])
    case .result(let result):
      let broken = Dictionary(result.brokenRestrictions.map { ($0.restriction, $0) }) { first, _ in first }
      self.init(
        report.unit,
        result.before.kept.restrictions.map { restriction in
          let name = restriction.description.terminalSafe
          if let rejection = broken[name] {
            return Case(name, .failed("\(rejection.phase): \(rejection.reason)", details: rejection.everything))
          }
          if result.undecided.contains(restriction) { return Case(name, .broken("no trial could tell")) }
          let remark = result.lost.first { $0.restriction == restriction }
          return Case(name, remark.map { .skipped($0.reason.terminalSafe) } ?? .passed)
        })
    }
  }
}

extension RejectedRestriction {
  /// All that the failed trial left, a line each.
  fileprivate var everything: String {
    let lines =
      ["\(phase): \(failure)"] + details.map { "\($0.name): \($0.value)" } + ["tried \(trialContext)"]
      + (output.map { [$0] } ?? []) + journal
    return (lines + (command.map { [$0] } ?? [])).joined(separator: "\n")
  }
}
