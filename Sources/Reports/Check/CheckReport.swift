import Foundation
import Sandboxing
import Trials
import Workflows

/// What there is to say about the check of one profile.
public struct CheckReport: Sendable {
  /// How the check came out.
  public enum Outcome: Sendable {
    /// It has a result.
    case result(CheckResult)
    /// It has none, for this reason, one sentence.
    case failed(String)
  }

  /// In one word.
  public enum Verdict: String, Sendable, Encodable, CaseIterable {
    /// All that is kept holds.
    case healthy
    /// Something of it does not.
    case broken
    /// Of something no trial could tell.
    case undecided
    /// There was no check.
    case failed
  }

  /// The profile's file.
  public let file: String
  /// The unit's name.
  public let unit: String
  /// How the check came out.
  public let outcome: Outcome

  /// A report on one profile.
  public init(file: String, unit: String, _ outcome: Outcome) {
    self.file = file
    self.unit = unit
    self.outcome = outcome
  }

  /// How the check came out, in one word.
  public var verdict: Verdict {
    guard case .result(let result) = outcome else { return .failed }
    if !result.broken.isEmpty { return .broken }
    return result.undecided.isEmpty ? .healthy : .undecided
  }
}

extension CheckReport {
  /// Whether one of the figures of a sandbox, as it is now, is over a threshold. What its profile accepts does not count.
  public func isExposed(beyond threshold: Double) -> Bool {
    guard case .result(let result) = outcome, let exposure = result.found.profile.exposure else { return false }
    return [exposure.after, exposure.witnessed.map { $0.unaccepted ?? $0.figure }].compactMap { $0 }.contains {
      NSDecimalNumber(decimal: $0).doubleValue > threshold
    }
  }
}

extension CheckResult {
  /// The broken restrictions, told from their failed trials.
  var brokenRestrictions: [RejectedRestriction] {
    broken.map { rejection in
      let proof = found.rejections.first { $0.restriction == rejection.restriction }?.failingSandbox(kept: found.kept)
      let line = proof.map { SystemdRunLine(found.subject, under: Rendering(of: $0, on: found.context)) }
      return RejectedRestriction(rejection, kept: now.kept, command: line?.description)
    }
  }
}
