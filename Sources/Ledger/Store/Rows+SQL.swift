import Foundation
internal import GRDB
import Sandboxing

// The two directions between rows and records. Times are whole microseconds since 1970, so that what is read equals
// what was written; the seed's 64 bits travel in SQLite's signed integer.

extension RunRecord {
  init(row: Row) throws {
    let cells = Cells(row: row, table: "run")
    guard let status = RunStatus(rawValue: try cells["status"]) else { throw BadRow(column: "run.status") }
    let seed: Int64 = try cells["seed"]
    self.init(
      id: try cells["id"],
      plan: RunPlan(
        verb: try cells["verb"], unit: try cells["unit"], key: try cells["key"], options: try cells["options"],
        environment: RunEnvironment(
          systemd: try cells["systemd"], kernel: try cells["kernel"], libc: try cells["libc"],
          package: try cells.optional("package"), binary: try cells.optional("binary"),
          unit: try cells["unitFingerprint"]),
        seed: UInt64(bitPattern: seed)),
      status: status,
      started: Date(microseconds: try cells["started"]),
      ended: (try cells.optional("ended") as Int64?).map(Date.init(microseconds:)),
      profile: try cells.optional("profile"),
      trials: try cells["trials"])
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
    let cells = Cells(row: row, table: "trial")
    guard let purpose = TrialPurpose(rawValue: try cells["purpose"]) else { throw BadRow(column: "trial.purpose") }
    guard let outcome = TrialEntry.Outcome(rawValue: try cells["outcome"]) else {
      throw BadRow(column: "trial.outcome")
    }
    guard let sandbox = try? JSONDecoder().decode(Sandbox.self, from: Data((try cells["sandbox"] as String).utf8))
    else {
      throw BadRow(column: "trial.sandbox")
    }
    self.init(
      run: try cells["run"], number: try cells["number"],
      entry: TrialEntry(
        sandbox: sandbox, purpose: purpose, outcome: outcome, phase: try cells.optional("phase"),
        detail: try cells.optional("detail"), duration: .microseconds(try cells["microseconds"] as Int64),
        started: Date(microseconds: try cells["started"])))
  }
}

/// The cells of a row, which GRDB itself trusts to be there and of their type.
private struct Cells {
  let row: Row
  let table: String

  /// The cell of a column.
  subscript<Value: DatabaseValueConvertible>(_ column: String) -> Value {
    get throws {
      guard let value: Value = try optional(column) else { throw BadRow(column: "\(table).\(column)") }
      return value
    }
  }

  /// The cell of a column that may be empty.
  func optional<Value: DatabaseValueConvertible>(_ column: String) throws -> Value? {
    guard row.hasColumn(column) else { throw BadRow(column: "\(table).\(column)") }
    let cell: DatabaseValue = row[column]
    if cell.isNull { return nil }
    guard let value = Value.fromDatabaseValue(cell) else { throw BadRow(column: "\(table).\(column)") }
    return value
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
