import Foundation
import Workflows

/// Checks in the text format of Prometheus, for the textfile collector of its node exporter:
///
/// - `cinch_check_verdict{verdict="…"}`: 1 for the verdict that a check came to, 0 for the three others;
/// - `cinch_check_restrictions{state="…"}`: how many restrictions are `holding`, `broken`, `undecided`, `lost`, `gained`;
/// - `cinch_check_time_seconds`: when the check ended.
public struct PrometheusCheck: Exporter {
  private let moment: Date
  private let before: [Substring]
  private let kept: [String]

  /// A writer for one file.
  ///
  /// - Parameters:
  ///   - moment: when the checks ended.
  ///   - before: what the file says so far.
  ///   - kept: the profiles of which it goes on to say that, because they were not checked now.
  public init(at moment: Date, before: String = "", keeping kept: [String] = []) {
    self.moment = moment
    self.before = before.split(separator: "\n")
    self.kept = kept.map { "profile=\"\(Self.escaped($0))\"" }
  }

  /// The file.
  public func text(of reports: [CheckReport]) -> String {
    Metric.allCases.map { metric in
      let old = before.filter { line in
        line.hasPrefix("\(metric.rawValue){") && kept.contains { line.contains($0) }
      }
      let new = reports.flatMap { report in
        samples(of: metric, report).map { label, value in
          "\(metric.rawValue){\(labels(of: report))\(label)} \(value)"
        }
      }
      return "# HELP \(metric.rawValue) \(metric.help)\n# TYPE \(metric.rawValue) gauge\n"
        + (old.map(String.init) + new).map { $0 + "\n" }.joined()
    }.joined()
  }

  private enum Metric: String, CaseIterable {
    case verdict = "cinch_check_verdict"
    case restrictions = "cinch_check_restrictions"
    case time = "cinch_check_time_seconds"

    var help: String {
      switch self {
      case .verdict: "Whether the last check of a saved sandbox came to this verdict."
      case .restrictions: "How many restrictions of a saved sandbox are in this state."
      case .time: "When a saved sandbox was last checked, in seconds since 1970."
      }
    }
  }

  private func samples(of metric: Metric, _ report: CheckReport) -> [(label: String, value: Int)] {
    switch metric {
    case .verdict:
      return CheckReport.Verdict.allCases.map { (",verdict=\"\($0.rawValue)\"", $0 == report.verdict ? 1 : 0) }
    case .restrictions:
      guard case .result(let result) = report.outcome else { return [] }
      return [
        ("holding", result.holding), ("broken", result.broken.count), ("undecided", result.undecided.count),
        ("lost", result.lost.count), ("gained", result.gained.count),
      ].map { (",state=\"\($0.0)\"", $0.1) }
    case .time: return [("", Int(moment.timeIntervalSince1970))]
    }
  }

  private func labels(of report: CheckReport) -> String {
    "unit=\"\(Self.escaped(report.unit))\",profile=\"\(Self.escaped(report.file))\""
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
