import Foundation
import Sandboxing

/// Why a trial was run.
public enum TrialPurpose: String, Hashable, Sendable, Codable, CaseIterable {
  /// Without any restriction: does the service work at all, and how long does it take?
  case baseline
  /// Without any restriction, and with the kernel telling which system calls the service makes.
  case watch
  /// Asked by the search.
  case search
  /// A question asked again, to be surer of its answer.
  case confirm
  /// A sandbox known to pass, after a failure: did that failure leave something behind?
  case control
  /// An act inside a sandbox: is the directive enforced here?
  case witness
}

/// A trial as it is appended to its run.
public struct TrialEntry: Hashable, Sendable {
  /// The three verdicts by name.
  public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
    /// The service passed its health check.
    case passed
    /// It did not.
    case failed
    /// The trial proves nothing.
    case inconclusive
  }

  /// What the service was started under.
  public var sandbox: Sandbox
  /// Why it was run.
  public var purpose: TrialPurpose
  /// What came out.
  public var outcome: Outcome
  /// Where a failed trial failed, by the phase's name.
  public var phase: String?
  /// A failed trial's evidence as JSON, or in plain words why an inconclusive one proves nothing.
  public var detail: String?
  /// How long it took.
  public var duration: Duration
  /// When it began.
  public var started: Date

  /// An entry by its parts.
  public init(
    sandbox: Sandbox, purpose: TrialPurpose, outcome: Outcome, phase: String? = nil, detail: String? = nil,
    duration: Duration, started: Date
  ) {
    self.sandbox = sandbox
    self.purpose = purpose
    self.outcome = outcome
    self.phase = phase
    self.detail = detail
    self.duration = duration
    self.started = started
  }
}

/// One trial as the ledger has it.
public struct TrialRecord: Hashable, Sendable {
  /// The run it belongs to.
  public let run: Int64
  /// Its number in that run, from 1.
  public let number: Int
  /// What was run and what came out.
  public let entry: TrialEntry
}
