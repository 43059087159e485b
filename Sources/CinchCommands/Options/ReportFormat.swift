import ArgumentParser
import Reports

/// The forms in which results are written.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
  /// For a terminal.
  case text
  /// For programs.
  case json
  /// For CI systems: JUnit's XML.
  case junit
  /// For code scanning: SARIF 2.1.0.
  case sarif
  /// For a repository, a pull request or a wiki.
  case markdown
  /// For a browser.
  case html
}

/// The forms that a verb's results have, each with what writes it.
struct ReportForms<Subject> {
  private let exporters: KeyValuePairs<ReportFormat, () throws -> any Exporter<Subject>>

  /// Forms, the usual one first.
  init(_ exporters: KeyValuePairs<ReportFormat, () throws -> any Exporter<Subject>>) { self.exporters = exporters }

  /// The results in a form.
  ///
  /// - Throws: `ValidationError` where they do not have it, and what an encoder throws.
  func text(of subject: Subject, as format: ReportFormat) throws -> String {
    guard let exporter = exporters.first(where: { $0.key == format })?.value else {
      let names = exporters.map(\.key.rawValue).joined(separator: ", ")
      throw ValidationError("these results have no form '\(format.rawValue)'; --format takes \(names)")
    }
    return try exporter().text(of: subject)
  }
}
