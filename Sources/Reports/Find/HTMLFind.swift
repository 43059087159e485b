import Mustache
import Profiles
import Sandboxing

/// The result of a find as one page for a browser, which needs nothing else: no font, no picture, and no script but
/// the one line that copies the drop-in.
public struct HTMLFind: Exporter {
  private let template: MustacheTemplate

  /// A report in HTML.
  ///
  /// - Throws: what the template engine throws for a template that is wrong, which a test would have found.
  public init() throws {
    template = try MustacheTemplate(string: String(decoding: PackageResources.find_mustache, as: UTF8.self))
  }

  /// The page. The engine escapes all text; none of it is put into an attribute.
  public func text(of report: FindReport) -> String { template.render(HTMLFindPage(report)) }
}

/// What the template is filled with: it finds these names by reflection.
private struct HTMLFindPage {
  struct Theme {
    let name: String
    let directives: [KeptDirective]
  }

  struct KeptDirective {
    let name: String
    let value: String
    let why: String
    let blindSpot: String?
    let address: String
  }

  struct Rejection {
    let restriction: String
    let phase: String
    let reason: String
    let failure: String
    let trialContext: String
    let details: [[String: String]]
    let output: String?
    let journal: String?
    let command: String?
  }

  struct Remarks {
    let heading: String
    let meaning: String
    let groups: [Group]
  }

  struct Group {
    let reason: String?
    let restrictions: [String]
  }

  let unit: String
  let exposure: [[String: Any]]
  let keptCount: Int
  let rejectedCount: Int
  let effort: String
  let trialsOnUnit: String?
  let confirmation: String
  let environment: [[String: String]]
  let warnings: [String]
  let themes: [Theme]
  let rejected: [Rejection]
  let asides: [Remarks]
  let dropIn: String?

  init(_ report: FindReport) {
    let found = report.profile.environment
    unit = report.unit
    exposure =
      report.profile.exposure.map { exposure in
        [("before", ExposureReading(exposure.before)), ("after", ExposureReading(exposure.after))].map {
          when, reading in
          ["when": when, "figure": reading.text, "word": reading.word, "percent": reading.tenths]
        }
      } ?? []
    keptCount = report.directiveCount
    rejectedCount = report.rejected.count
    effort = report.effort
    trialsOnUnit = report.trialsOnUnit
    confirmation = report.confirmation
    environment = [
      ("systemd", found.systemd), ("kernel", found.kernel), ("C library", found.libc), ("package", found.package ?? ""),
    ].filter { !$0.1.isEmpty }.map { ["name": $0.0, "value": $0.1.terminalSafe] }
    warnings = report.warnings.map(\.text)
    themes = report.kept.map { theme in
      Theme(
        name: theme.name,
        directives: theme.directives.map {
          KeptDirective(
            name: $0.name, value: $0.value, why: $0.why, blindSpot: $0.blindSpot,
            address: $0.manual.address(of: $0.name))
        })
    }
    rejected = report.rejected.map {
      Rejection(
        restriction: $0.restriction, phase: $0.phase, reason: $0.reason, failure: $0.failure,
        trialContext: $0.trialContext,
        details: $0.details.map { ["name": $0.name, "value": $0.value] }, output: $0.output,
        journal: $0.journal.isEmpty ? nil : $0.journal.joined(separator: "\n"), command: $0.command)
    }
    asides = report.asides.map { aside in
      Remarks(
        heading: aside.heading, meaning: aside.meaning,
        groups: aside.groups.map { Group(reason: $0.reason.isEmpty ? nil : $0.reason, restrictions: $0.restrictions) })
    }
    dropIn = report.dropIn
  }
}

/// Results for a browser: those of a find in full, others as the lines that a terminal shows.
struct HTMLFormat: Format {
  func text(of report: Report) throws -> String? {
    if let find = report.find { return try HTMLFind().text(of: find) }
    let title = XMLText.safe(report.title)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'">
      <title>\(title)</title>
      </head>
      <body>
      <h1>\(title)</h1>
      <pre>\(XMLText.safe(try report.page(Terminal(isInteractive: false))))</pre>
      </body>
      </html>

      """
  }
}
