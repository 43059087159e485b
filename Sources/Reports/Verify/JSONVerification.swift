import Sandboxing
import Search
import Workflows

/// A verification for programs: one object.
///
/// - `version`: 1; `unit`: the service; `holds`: whether every claim does;
/// - `kept`: what the kept sandbox did: `passed`, `failed` or `inconclusive`;
/// - `rejected`: what the proof of each rejection did, `restriction` and `outcome`, in the profile's order.
public struct JSONVerification: Exporter {
  /// A report for programs.
  public init() {}

  /// The value as JSON.
  public func text(of result: VerifiedProfile) throws -> String { try JSONText(payload(of: result)).text }

  func payload(of result: VerifiedProfile) -> any Encodable {
    Payload(
      unit: result.profile.service.unit, holds: result.holds, kept: result.verification.kept,
      rejected: result.proofs.map { Payload.Proof(restriction: $0.rejection.restriction, outcome: $0.outcome) })
  }

  private struct Payload: Encodable {
    struct Proof: Encodable {
      let restriction: Restriction
      let outcome: Outcome
    }

    let version = 1
    let unit: String
    let holds: Bool
    let kept: Outcome
    let rejected: [Proof]
  }
}
