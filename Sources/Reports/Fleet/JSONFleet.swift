import Profiles
import Sandboxing

/// Many results for programs: one object with `version`, `services` and `unread`.
///
/// - A service has `unit` and `results`, one for each host: `host`, `file`, `exposure`, `margin`, and `directives`, which
///   has what came of each (``FleetState``) by its name;
/// - `needs` tells of each restriction that is not kept why, and on which `hosts`.
public struct JSONFleet: Exporter {
  /// A report for programs.
  public init() {}

  /// The value as JSON.
  public func text(of report: FleetReport) throws -> String { try JSONText(payload(of: report)).text }

  func payload(of report: FleetReport) -> any Encodable {
    Payload(
      services: report.services.map(Payload.Service.init),
      unread: report.unread.map { .init(file: $0.file, reason: $0.reason) })
  }

  private struct Payload: Encodable {
    struct Service: Encodable {
      let unit: String
      let results: [Result]
      let needs: [Need]

      init(_ service: FleetService) {
        unit = service.unit
        results = service.results.map(Result.init)
        needs = service.needs.map { need, places in
          Need(
            restriction: need.restriction, reason: need.reason, isWithheld: need.isWithheld,
            hosts: places.map { service.results[$0].host })
        }
      }
    }

    struct Result: Encodable {
      let host: String
      let file: String
      let exposure: Exposure?
      let margin: Margin
      let directives: [String: String]

      init(_ result: FleetResult) {
        host = result.host
        file = result.file
        exposure = result.digest.exposure
        margin = result.digest.margin
        directives = result.states.mapValues(\.rawValue)
      }
    }

    struct Need: Encodable {
      let restriction: Restriction
      let reason: String
      let isWithheld: Bool
      let hosts: [String]
    }

    struct Unread: Encodable {
      let file: String
      let reason: String
    }

    let version = 1
    let services: [Service]
    let unread: [Unread]
  }
}
