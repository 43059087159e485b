import Sandboxing
import Workflows

/// A batch for programs: one object with `version`, `action`, `seconds` and `services`, one for each service in the order
/// of the manifest.
///
/// - `status`: `ok`, `regression`, `undecided`, or why there is no result: `unhealthy`, `untestable`, `changed`, `locked`,
///   `not permitted`, `failed`; `reason`: the sentence that belongs to it;
/// - `seconds`: how long the service took; `earlier`: whether that was in an earlier attempt;
/// - `figures`: what there is to count: `kept`, `rejected`, `broken`, `gained`, `trials`, `exposure`.
public struct JSONBatch: Exporter {
  /// A report for programs.
  public init() {}

  /// The value as JSON.
  public func text(of report: BatchReport) throws -> String { try JSONText(payload(of: report)).text }

  func payload(of report: BatchReport) -> any Encodable { Payload(report) }

  private struct Payload: Encodable {
    struct Service: Encodable {
      let name: String
      let unit: String
      let status: BatchOutcome.Status
      let reason: String?
      let seconds: Double
      let earlier: Bool
      let figures: BatchOutcome.Figures
    }

    let version = 1
    let action: BatchVerb
    let seconds: Double
    let services: [Service]

    init(_ report: BatchReport) {
      action = report.verb
      seconds = report.seconds
      services = report.summary.outcomes.map {
        Service(
          name: $0.name, unit: $0.unit, status: $0.status, reason: $0.reason, seconds: $0.seconds,
          earlier: report.summary.earlier.contains($0.name), figures: $0.figures)
      }
    }
  }
}

/// What a batch would do, for programs: one object with `version`, `action` and `services`, each with `name`, `unit` and
/// whether it is `done` already, unless the service itself has changed.
public struct JSONBatchPlan: Exporter {
  /// A report for programs.
  public init() {}

  /// The value as JSON.
  public func text(of plan: BatchPlan) throws -> String { try JSONText(payload(of: plan)).text }

  func payload(of plan: BatchPlan) -> any Encodable {
    Payload(
      action: plan.verb,
      services: plan.steps.map {
        Payload.Service(name: $0.service.name, unit: $0.service.unit, done: $0.earlier != nil)
      })
  }

  private struct Payload: Encodable {
    struct Service: Encodable {
      let name: String
      let unit: String
      let done: Bool
    }

    let version = 1
    let action: BatchVerb
    let services: [Service]
  }
}
