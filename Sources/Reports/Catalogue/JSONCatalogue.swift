import Sandboxing
import Trials

/// The catalogue for programs: an array with an object for each restriction.
///
/// - `directive`, `value`: the restriction;
/// - `since`: the systemd version that brought it;
/// - `enforcement`: `enforced`, `masked`, `not-enforced` or `not-supported`; missing where no witness was asked;
/// - `obstacle`: why it is not supported or not enforced; missing where it is, or where nobody knows;
/// - `theme`, `why`, `blindSpot`, `manual`: what people read about it; `blindSpot` is missing where nothing is known.
public struct JSONCatalogue: Exporter {
  /// A catalogue for programs.
  public init() {}

  /// The value as JSON.
  public func text(of report: CatalogueReport) throws -> String { try JSONText(payload(of: report)).text }

  func payload(of report: CatalogueReport) -> any Encodable {
    report.groups.flatMap { group in group.entries.map { Row($0, of: group.directive) } }
  }

  private struct Row: Encodable {
    let directive: String
    let value: String
    let since: Int
    let enforcement: Enforcement?
    let obstacle: String?
    let theme: String
    let why: String
    let blindSpot: String?
    let manual: String

    init(_ entry: CatalogueReport.Entry, of directive: Directive) {
      self.directive = directive.name
      value = entry.restriction.value
      since = entry.since
      enforcement = entry.enforcement
      obstacle = entry.obstacle
      theme = directive.theme.rawValue
      why = directive.why
      blindSpot = directive.blindSpot
      manual = directive.manual.rawValue
    }
  }
}
