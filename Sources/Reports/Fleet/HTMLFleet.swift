import Foundation
import Mustache
import Sandboxing

/// Many results as one page for a browser, which needs nothing else: a map of services by directives, with the hosts of
/// each service below it, to be filtered and sorted.
public struct HTMLFleet: Exporter {
  private let template: MustacheTemplate

  /// A report in HTML.
  ///
  /// - Throws: what the template engine throws for a template that is wrong, which a test would have found.
  public init() throws {
    template = try MustacheTemplate(string: String(decoding: PackageResources.fleet_mustache, as: UTF8.self))
  }

  /// The page.
  ///
  /// - Throws: what the encoder of its data throws.
  public func text(of report: FleetReport) throws -> String {
    template.render(
      Page(
        size: report.size,
        exposure: report.exposure.map { [["before": $0.before.text, "after": $0.after.text]] } ?? [],
        unread: report.unread.map(\.reason.terminalSafe),
        data: try Data(report).script,
        script: String(decoding: PackageResources.fleet_js, as: UTF8.self)))
  }

  /// What the template is filled with: it finds these names by reflection.
  private struct Page {
    let size: String
    let exposure: [[String: String]]
    let unread: [String]
    let data: String
    let script: String
  }
}

/// What the page's script draws, with keys as short as they are many.
private struct Data: Encodable {
  struct State: Encodable {
    let letter: String
    let meaning: String
  }

  struct Directive: Encodable {
    let name: String
    let theme: String
    let why: String
  }

  struct Service: Encodable {
    /// The unit's name.
    let u: String
    /// A letter for each directive: what came of it on all hosts.
    let s: String
    /// Ten times the exposure before and after; nil where it is not known.
    let e: [Int]?
    /// The hosts.
    let r: [Result]
    /// What is needed: the directive's index, the restriction, why, whether it is withheld, and the indices of hosts.
    let n: [Need]
  }

  struct Result: Encodable {
    /// The host's index.
    let h: Int
    /// A letter for each directive.
    let s: String
    /// Ten times the exposure before and after.
    let e: [Int]?
  }

  struct Need: Encodable {
    let d: Int
    let x: String
    let y: String
    let w: Bool
    let r: [Int]
  }

  let states: [State]
  let directives: [Directive]
  let hosts: [String]
  let services: [Service]

  init(_ report: FleetReport) {
    let names = report.directives.map(\.name)
    let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let hostIndex = Dictionary(uniqueKeysWithValues: report.hosts.enumerated().map { ($1, $0) })
    func tenths(_ exposure: (before: ExposureReading, after: ExposureReading)?) -> [Int]? {
      exposure.map { [$0.before.tenths, $0.after.tenths] }
    }
    states = FleetState.allCases.map { State(letter: String($0.letter), meaning: $0.meaning) }
    directives = report.directives.map { Directive(name: $0.name, theme: $0.theme.rawValue, why: $0.why) }
    hosts = report.hosts.map(\.terminalSafe)
    services = report.services.map { service in
      Service(
        u: service.unit.terminalSafe, s: String(names.map { service.state(of: $0).letter }),
        e: tenths(service.exposure),
        r: service.results.map { result in
          Result(
            h: hostIndex[result.host] ?? 0, s: String(names.map { (result.states[$0] ?? .none).letter }),
            e: tenths(result.digest.exposure.map { (ExposureReading($0.before), ExposureReading($0.after)) }))
        },
        n: service.needs.compactMap { need, results in
          index[need.restriction.directive].map {
            Need(
              d: $0, x: need.restriction.description.terminalSafe, y: need.reason.terminalSafe, w: need.isWithheld,
              r: results)
          }
        })
    }
  }

  /// The data as an element of a page holds it: JSON in which nothing can end the element.
  var script: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self).replacing("<", with: "\\u003c")
    }
  }
}
