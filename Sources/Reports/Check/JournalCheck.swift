import Workflows

/// A check as a message of the journal, with fields to look for (systemd.journal-fields(7)):
///
/// - `CINCH_UNIT`, `CINCH_PROFILE`: what was checked;
/// - `CINCH_VERDICT`: `healthy`, `broken`, `undecided` or `failed`;
/// - `CINCH_BROKEN`: each restriction that breaks the service now.
public struct JournalCheck: Sendable {
  /// A writer of messages.
  public init() {}

  /// The fields of the message.
  public func fields(of report: CheckReport) -> [(name: String, value: String)] {
    var broken: [String] = []
    if case .result(let result) = report.outcome { broken = result.broken.map(\.restriction.description) }
    let fields = [
      ("MESSAGE_ID", "a9d3c3a2b1f94b0c8a7d5c0c5f2e6d41"), ("PRIORITY", "\(priority(of: report))"),
      ("MESSAGE", message(of: report, broken)), ("SYSLOG_IDENTIFIER", "cinch"),
      ("CINCH_UNIT", report.unit), ("CINCH_PROFILE", report.file), ("CINCH_VERDICT", report.verdict.rawValue),
    ]
    return fields + broken.map { ("CINCH_BROKEN", $0) }
  }

  /// As in syslog(3): 3 is an error, 4 a warning, 6 informational.
  private func priority(of report: CheckReport) -> Int {
    switch report.verdict {
    case .healthy: 6
    case .undecided: 4
    case .broken, .failed: 3
    }
  }

  private func message(of report: CheckReport, _ broken: [String]) -> String {
    switch report.outcome {
    case .failed(let reason): "\(report.unit) could not be checked: \(reason)"
    case .result(let result):
      switch report.verdict {
      case .broken: "\(report.unit) does not work any more with \(broken.joined(separator: ", "))"
      case .undecided: "\(report.unit): of some restrictions no trial could tell whether they hold"
      default: "\(report.unit) still works with its sandbox of \(counted(result.holding, "restriction"))"
      }
    }
  }
}
