/// What a verb has to report, with all that any format needs: a format is written once, for every verb, and a verb says once
/// what there is, for every format.
public struct Report: Sendable {
  /// What it is about, in a few words.
  public let title: String
  /// For programs: what a format of data writes as it is.
  public let payload: @Sendable () -> any Encodable
  /// For people: the page for a terminal.
  public let page: @Sendable (Terminal) throws -> String
  /// For test runners: what was tested; nil where nothing was.
  public var suites: [JUnitSuite]?
  /// What a find has found, of which pages for people can say more than a terminal shows; nil where it is something else.
  public var find: FindReport?

  /// A report by its parts.
  public init(
    _ title: String, payload: @escaping @Sendable () -> any Encodable,
    page: @escaping @Sendable (Terminal) throws -> String
  ) {
    self.title = title
    self.payload = payload
    self.page = page
  }
}

/// A form in which every verb's results can be written.
public protocol Format: Sendable {
  /// Writes a report.
  ///
  /// - Parameter report: the results.
  /// - Returns: the whole text, which ends with a newline; nil where such results have no such form.
  /// - Throws: what an encoder throws.
  func text(of report: Report) throws -> String?
}

/// The forms in which results are written.
public enum ReportFormat: String, CaseIterable, Sendable {
  /// For a terminal.
  case text
  /// For programs.
  case json
  /// For CI systems: JUnit's XML.
  case junit
  /// For a repository, a pull request or a wiki.
  case markdown
  /// For a browser.
  case html

  /// What writes it.
  ///
  /// - Parameter terminal: where text is shown.
  /// - Returns: the writer.
  public func writer(for terminal: Terminal) -> any Format {
    switch self {
    case .text: TextFormat(terminal: terminal)
    case .json: JSONFormat()
    case .junit: JUnitFormat()
    case .markdown: MarkdownFormat()
    case .html: HTMLFormat()
    }
  }
}

extension Report {
  /// The report in a form.
  ///
  /// - Throws: ``NoSuchForm`` where these results do not have it, and what an encoder throws.
  public func text(as format: ReportFormat, for terminal: Terminal) throws -> String {
    guard let text = try format.writer(for: terminal).text(of: self) else {
      let others = try ReportFormat.allCases.filter { try $0.writer(for: terminal).text(of: self) != nil }
      throw NoSuchForm(format: format, others: others)
    }
    return text
  }
}

/// Results do not have the form that was asked for.
public struct NoSuchForm: Error, CustomStringConvertible {
  /// What was asked for.
  public let format: ReportFormat
  /// What there is.
  public let others: [ReportFormat]

  /// An error by its parts.
  public init(format: ReportFormat, others: [ReportFormat]) {
    self.format = format
    self.others = others
  }

  /// One sentence that says what to do.
  public var description: String {
    let names = others.map(\.rawValue).joined(separator: ", ")
    return "these results have no form '\(format.rawValue)'; --format takes \(names)"
  }
}

/// The page for a terminal.
private struct TextFormat: Format {
  let terminal: Terminal

  func text(of report: Report) throws -> String? { try report.page(terminal) }
}
