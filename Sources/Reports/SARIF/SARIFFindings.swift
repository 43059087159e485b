import Foundation
import Profiles
import Sandboxing
import Workflows

/// What there is to say of restrictions, for code scanning.
public struct SARIFFindings: Sendable {
  let findings: [SARIFFinding]
  /// What could not be looked at, and why, in a sentence each.
  let failures: [String]

  init(_ findings: [SARIFFinding], failures: [String] = []) {
    self.findings = findings
    self.failures = failures
  }

  /// Checks: a finding stands in the unit's own file where a find was given one, otherwise in the profile.
  ///
  /// What breaks the service is an `error`, what no trial could tell or does nothing any more a `warning`, what can be had
  /// besides a `note`.
  public init(_ checks: [CheckReport]) {
    findings = checks.flatMap(SARIFFinding.all)
    failures = checks.compactMap { check in
      guard case .failed(let reason) = check.outcome else { return nil }
      return "\(check.unit): \(reason)"
    }
  }
}

/// One thing to say of a restriction.
struct SARIFFinding {
  /// How much it matters (SARIF 2.1.0, 3.27.10).
  enum Level: String {
    case error, warning, note
  }

  let unit: String
  /// The file that has the restriction.
  let file: String
  let restriction: Restriction
  let level: Level
  /// What there is to say, as a clause.
  let text: String

  /// All of a check.
  static func all(in check: CheckReport) -> [SARIFFinding] {
    guard case .result(let result) = check.outcome else { return [] }
    let file = result.before.service.file ?? check.file
    func finding(_ restriction: Restriction, _ level: Level, _ text: String) -> SARIFFinding {
      SARIFFinding(unit: check.unit, file: file, restriction: restriction, level: level, text: text)
    }
    return result.broken.map { finding($0.restriction, .error, "does not work any more: \($0.reason.text)") }
      + result.undecided.map { finding($0, .warning, "no trial could tell whether it works") }
      + result.lost.map { finding($0.restriction, .warning, "this does nothing here any more: \($0.reason)") }
      + result.gained.map { finding($0, .note, "works, and can be had besides") }
  }
}

/// Results for code scanning, of verbs that look at restrictions; at the lines of the files as they are now.
struct SARIFFormat: Format {
  func text(of report: Report) throws -> String? {
    try report.findings.map { findings in
      try SARIFFile { try? String(contentsOfFile: $0, encoding: .utf8) }.text(of: findings)
    }
  }
}
