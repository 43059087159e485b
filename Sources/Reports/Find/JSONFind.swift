import Profiles
import Foundation
import Workflows

/// The result of a find for programs: one object, its keys in alphabetical order.
///
/// - `profile`: the profile, with the keys of the file that `cinch find --profile` writes;
/// - `dropIn`: the text of the drop-in; missing where only a saved profile was at hand;
/// - `reproduce`: for rejected restrictions, the command line that shows the failure again;
/// - `warnings`: what should be known before the result is trusted, each with a `kind` that does not change and a `text`
///   that may;
/// - `version`: 1. It is raised when a key changes its meaning or goes away, not when one is added.
public struct JSONFind: Exporter {
  /// A report for programs.
  public init() {}

  /// The value as JSON.
  public func text(of report: FindReport) throws -> String { try JSONText(payload(of: report)).text }

  func payload(of report: FindReport) -> any Encodable { Payload(report) }

  private struct Payload: Encodable {
    struct Warning: Encodable {
      let kind: String
      let text: String
    }

    let version = 1
    let profile: Profile
    let dropIn: String?
    let reproduce: [String: String]
    let warnings: [Warning]

    init(_ report: FindReport) {
      profile = report.profile
      dropIn = report.dropIn
      warnings = report.warnings.map { Warning(kind: $0.kind, text: $0.text) }
      reproduce = Dictionary(
        report.rejected.compactMap { rejection in rejection.command.map { (rejection.restriction, $0) } },
        uniquingKeysWith: { first, _ in first })
    }
  }
}
