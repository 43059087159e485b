import Profiles
import Sandboxing
import Workflows

/// Checks for programs: one object with `version` and `checks`, one for each profile in the order in which they were
/// given.
///
/// - `verdict`: `healthy`, `broken`, `undecided`, or `failed` where there was no check;
/// - `broken`: what breaks the service now, as a profile's `rejected` has it; `reproduce`: the command line of each;
/// - `gained`: what can be had besides; `lost`: what does nothing here any more; `undecided`: of which no trial could tell;
/// - `profile`: the profile as it has to be now; `reason`: why there was no check.
public struct JSONCheck: Exporter {
  /// A report for programs.
  public init() {}

  /// The value as JSON.
  public func text(of reports: [CheckReport]) throws -> String { try JSONText(payload(of: reports)).text }

  func payload(of reports: [CheckReport]) -> any Encodable { Payload(checks: reports.map(Payload.Check.init)) }

  private struct Payload: Encodable {
    struct Check: Encodable {
      let file: String
      let unit: String
      let verdict: CheckReport.Verdict
      var reason: String?
      var broken: [Rejection] = []
      var reproduce: [String: String] = [:]
      var undecided: [Restriction] = []
      var lost: [Remark] = []
      var gained: [Restriction] = []
      var profile: Profile?

      init(_ report: CheckReport) {
        file = report.file
        unit = report.unit
        verdict = report.verdict
        switch report.outcome {
        case .failed(let reason): self.reason = reason
        case .result(let result):
          broken = result.broken
          for rejection in result.brokenRestrictions { reproduce[rejection.restriction] = rejection.command }
          undecided = result.undecided
          lost = result.lost
          gained = result.gained
          profile = result.now
        }
      }
    }

    let version = 1
    let checks: [Check]
  }
}
