import Foundation
internal import GRDB
import Sandboxing

// The two directions between rows and records. Times are whole microseconds since 1970, so that what is read equals
// what was written; the seed's 64 bits travel in SQLite's signed integer.

extension RunRecord {
  init(row: Row) throws {
    guard let status = RunStatus(rawValue: row["status"]) else { throw BadRow(column: "run.status") }
    let seed: Int64 = row["seed"]
    self.init(
      id: row["id"],
      plan: RunPlan(
        verb: row["verb"], unit: row["unit"], key: row["key"], options: row["options"],
        environment: RunEnvironment(
          systemd: row["systemd"], kernel: row["kernel"], libc: row["libc"], package: row["package"],
          binary: row["binary"], unit: row["unitFingerprint"]),
        seed: UInt64(bitPattern: seed)),
      status: status,
      started: Date(microseconds: row["started"]),
      ended: (row["ended"] as Int64?).map(Date.init(microseconds:)),
      profile: row["profile"],
      trials: row["trials"])
  }
}

extension RunPlan {
  func arguments(started: Date) -> StatementArguments {
    [
      "verb": verb, "unit": unit, "key": key, "options": options, "systemd": environment.systemd,
      "kernel": environment.kernel, "libc": environment.libc, "package": environment.package,
      "binary": environment.binary, "unitFingerprint": environment.unit, "seed": Int64(bitPattern: seed),
      "status": RunStatus.running.rawValue, "started": started.microseconds,
    ]
  }
}

extension TrialRecord {
  init(row: Row) throws {
    guard let purpose = TrialPurpose(rawValue: row["purpose"]) else { throw BadRow(column: "trial.purpose") }
    guard let outcome = TrialEntry.Outcome(rawValue: row["outcome"]) else { throw BadRow(column: "trial.outcome") }
    guard let sandbox = try? JSONDecoder().decode(Sandbox.self, from: row["sandbox"]) else {
      throw BadRow(column: "trial.sandbox")
    }
    self.init(
      run: row["run"], number: row["number"],
      entry: TrialEntry(
        sandbox: sandbox, purpose: purpose, outcome: outcome, phase: row["phase"], detail: row["detail"],
        duration: .microseconds(row["microseconds"] as Int64), started: Date(microseconds: row["started"])))
  }
}

extension TrialEntry {
  func arguments(run: Int64, number: Int) throws -> StatementArguments {
    let (seconds, attoseconds) = duration.components
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return [
      "run": run, "number": number, "purpose": purpose.rawValue,
      "sandbox": String(decoding: try encoder.encode(sandbox), as: UTF8.self), "outcome": outcome.rawValue,
      "phase": phase, "detail": detail, "microseconds": seconds * 1_000_000 + attoseconds / 1_000_000_000_000,
      "started": started.microseconds,
    ]
  }
}

/// A row that no Cinch has written: the file is damaged or was edited.
struct BadRow: Error {
  let column: String
}

extension Date {
  fileprivate init(microseconds: Int64) { self.init(timeIntervalSince1970: Double(microseconds) / 1_000_000) }
  fileprivate var microseconds: Int64 { Int64((timeIntervalSince1970 * 1_000_000).rounded()) }
}
