import Profiles
import Sandboxing
import Workflows

/// Checks for code scanning: a result stands in the unit's own file where a find was given one, otherwise in the profile.
///
/// What breaks the service is an `error`, what no trial could tell or does nothing any more a `warning`, what can be had
/// besides a `note`.
public struct SARIFCheck: Exporter {
  private let file: SARIFFile

  /// A report for code scanning.
  ///
  /// - Parameters:
  ///   - toolVersion: this Cinch's.
  ///   - contents: what a file holds; nil where it cannot be read.
  public init(toolVersion: String, contents: @escaping @Sendable (_ file: String) -> String?) {
    file = SARIFFile(toolVersion: toolVersion, contents: contents)
  }

  /// The log.
  public func text(of reports: [CheckReport]) throws -> String {
    let failures = reports.compactMap { report -> String? in
      guard case .failed(let reason) = report.outcome else { return nil }
      return "\(report.unit): \(reason)"
    }
    return try file.text(of: SARIFFile.Findings(findings: reports.flatMap(findings), failures: failures))
  }

  private func findings(of report: CheckReport) -> [SARIFFinding] {
    guard case .result(let result) = report.outcome else { return [] }
    let file = result.before.service.file ?? report.file
    func finding(_ restriction: Restriction, _ level: SARIFFinding.Level, _ text: String) -> SARIFFinding {
      SARIFFinding(unit: report.unit, file: file, restriction: restriction, level: level, text: text)
    }
    return result.broken.map { finding($0.restriction, .error, "does not work any more: \($0.reason.text)") }
      + result.undecided.map { finding($0, .warning, "no trial could tell whether it works") }
      + result.lost.map { finding($0.restriction, .warning, "this does nothing here any more: \($0.reason)") }
      + result.gained.map { finding($0, .note, "works, and can be had besides") }
  }
}
