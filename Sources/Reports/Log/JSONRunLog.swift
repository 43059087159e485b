import Foundation
import Ledger
import Sandboxing

/// The runs that a ledger holds, for programs: an object with `version` and `runs`, newest first.
public struct JSONRunLog: Exporter {
  /// A list for programs.
  public init() {}

  /// The value as JSON.
  public func text(of runs: [RunRecord]) throws -> String { try JSONText(payload(of: runs)).text }

  func payload(of runs: [RunRecord]) -> any Encodable { Payload(runs: runs.map(RunPayload.init)) }

  private struct Payload: Encodable {
    let version = 1
    let runs: [RunPayload]
  }
}

/// A run with its trials, for programs: an object with `version`, `run` and `trials`.
public struct JSONTrialLog: Exporter {
  /// A list for programs.
  public init() {}

  /// The value as JSON.
  public func text(of log: TrialLog) throws -> String { try JSONText(payload(of: log)).text }

  func payload(of log: TrialLog) -> any Encodable {
    Payload(run: RunPayload(log.run), trials: log.trials.map(TrialPayload.init))
  }

  private struct Payload: Encodable {
    let version = 1
    let run: RunPayload
    let trials: [TrialPayload]
  }

  private struct TrialPayload: Encodable {
    let number: Int
    let purpose: TrialPurpose
    let sandbox: Sandbox
    let verdict: TrialEntry.Outcome
    let phase: String?
    let detail: String?
    let seconds: Double
    let started: String

    init(_ trial: TrialRecord) {
      let entry = trial.entry
      number = trial.number
      purpose = entry.purpose
      sandbox = entry.sandbox
      verdict = entry.outcome
      phase = entry.phase
      detail = entry.detail
      let (whole, attoseconds) = entry.duration.components
      seconds = Double(whole) + Double(attoseconds / 1_000_000_000_000) / 1_000_000
      started = entry.started.formatted(.iso8601)
    }
  }
}

private struct RunPayload: Encodable {
  let id: Int64
  let verb: String
  let unit: String
  let status: RunStatus
  let started: String
  let ended: String?
  let trials: Int
  let seed: UInt64
  let environment: RunEnvironment
  let options: String

  init(_ run: RunRecord) {
    id = run.id
    verb = run.plan.verb
    unit = run.plan.unit
    status = run.status
    started = run.started.formatted(.iso8601)
    ended = run.ended?.formatted(.iso8601)
    trials = run.trials
    seed = run.plan.seed
    environment = run.plan.environment
    options = run.plan.options
  }
}
