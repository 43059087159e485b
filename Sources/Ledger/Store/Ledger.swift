import Foundation
internal import GRDB

/// Every run and every trial, each durable before the call that wrote it returns.
///
/// The file is SQLite's, in WAL mode with `synchronous=FULL`, so that a power cut loses no row that was written and
/// readers (`cinch log`) never wait for a run. Nothing in it is ever deleted.
public final class Ledger: Sendable {
  /// The file's path.
  public let path: String
  private let database: DatabaseQueue

  /// Opens the ledger in a state directory; both are made where they are missing.
  ///
  /// - Throws: `LedgerError`, with the file as it was.
  public init(in directory: String) throws(LedgerError) {
    let path = "\(directory)/ledger.sqlite"
    self.path = path
    do {
      try PrivateDirectory.make(at: directory)
    } catch {
      throw error.code == 0
        ? LedgerError.unusable(path: path, reason: error.reason) : LedgerError(errno: error.code, path: path)
    }
    // Two that come first at once would each see half of what the other has made.
    let lock = try CreationLock(of: path)
    defer { withExtendedLifetime(lock) {} }
    try Self.makePrivate(path)
    database = try Self.translating(path) {
      var configuration = Configuration()
      configuration.label = "cinch.ledger"
      configuration.busyMode = .timeout(10)
      let database = try DatabaseQueue(path: path, configuration: configuration)
      try database.writeWithoutTransaction { try Self.prepare($0, path: path) }
      try Schema.migrator.migrate(database)
      try database.read { try Self.examine($0, path: path) }
      return database
    }
  }

  /// Opens the ledger in a state directory to be read only: one that cannot be written to can still be listed.
  ///
  /// - Throws: `LedgerError`.
  public convenience init(reading directory: String) throws(LedgerError) {
    do {
      try self.init(in: directory)
    } catch {
      let file = "\(directory)/ledger.sqlite"
      switch error {
      case .notPermitted, .unusable, .full: break
      default: throw error
      }
      // SQLite has to write beside what it reads.
      guard access(file, R_OK) == 0, let copy = LedgerCopy(of: file) else { throw error }
      defer { copy.remove() }
      do {
        try self.init(in: copy.directory)
      } catch let failure {
        if case .corrupted(_, let detail) = failure { throw .corrupted(path: file, detail: detail) }
        throw error
      }
    }
  }

  /// Makes the file where it is missing, for its owner alone, as it stays: its rows hold what services have said.
  private static func makePrivate(_ path: String) throws(LedgerError) {
    let file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw errno == ELOOP
        ? LedgerError.unusable(path: path, reason: "it is a symbolic link") : LedgerError(errno: errno, path: path)
    }
    fchmod(file, 0o600)
    close(file)
  }

  /// Looks before it writes: a file that is damaged or newer is refused while it is still untouched.
  private static func prepare(_ database: Database, path: String) throws {
    if let complaint = try String.fetchOne(database, sql: "PRAGMA quick_check(1)"), complaint != "ok" {
      throw LedgerError.corrupted(path: path, detail: complaint)
    }
    let migrator = Schema.migrator
    if try migrator.hasBeenSuperseded(database) { throw LedgerError.newer(path: path) }
    let isForeign =
      try !database.tableExists("grdb_migrations")
      && Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") != 0
    if isForeign { throw LedgerError.corrupted(path: path, detail: "another program's database") }
    try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
  }

  /// Finds tables and columns missing before a row of them is asked for.
  private static func examine(_ database: Database, path: String) throws {
    for (table, columns) in Schema.columns {
      guard try database.tableExists(table) else {
        throw LedgerError.corrupted(path: path, detail: "the table \(table) is missing")
      }
      let present = Set(try database.columns(in: table).map(\.name))
      if let missing = columns.first(where: { !present.contains($0) }) {
        throw LedgerError.corrupted(path: path, detail: "the column \(table).\(missing) is missing")
      }
    }
  }

  // MARK: Writing

  /// Begins a run.
  public func begin(_ plan: RunPlan, at started: Date = Date()) throws(LedgerError) -> RunRecord {
    try write { database in
      try database.execute(
        sql: """
          INSERT INTO run (verb, unit, key, options, systemd, kernel, libc, package, binary, unitFingerprint, seed,
            status, started)
          VALUES (:verb, :unit, :key, :options, :systemd, :kernel, :libc, :package, :binary, :unitFingerprint, :seed,
            :status, :started)
          """,
        arguments: plan.arguments(started: started))
      return try Self.run(database.lastInsertedRowID, in: database)
    }
  }

  /// Appends a trial to a run, with the number after the run's last one.
  @discardableResult
  public func append(_ entry: TrialEntry, to run: Int64) throws(LedgerError) -> TrialRecord {
    try write { database in
      _ = try Self.run(run, in: database)
      let last = try Int.fetchOne(database, sql: "SELECT max(number) FROM trial WHERE run = ?", arguments: [run])
      let number = (last ?? 0) + 1
      try database.execute(
        sql: """
          INSERT INTO trial (run, number, purpose, sandbox, outcome, phase, detail, microseconds, started)
          VALUES (:run, :number, :purpose, :sandbox, :outcome, :phase, :detail, :microseconds, :started)
          """,
        arguments: try entry.arguments(run: run, number: number))
      return TrialRecord(run: run, number: number, entry: entry)
    }
  }

  /// Says how a run ended or that it was interrupted; a run that is resumed is set to `.running` again.
  ///
  /// - Parameters:
  ///   - run: the run's number.
  ///   - status: how far it has come.
  ///   - profile: the profile it ended with, YAML; nil leaves what is there.
  ///   - ended: the moment, which `.running` ignores.
  /// - Throws: `LedgerError`.
  public func set(
    _ run: Int64, to status: RunStatus, profile: String? = nil, at ended: Date = Date()
  ) throws(LedgerError) {
    try write { database in
      _ = try Self.run(run, in: database)
      let end = status == .running ? nil : Int64((ended.timeIntervalSince1970 * 1_000_000).rounded())
      try database.execute(
        sql: "UPDATE run SET status = ?, ended = ?, profile = coalesce(?, profile) WHERE id = ?",
        arguments: [status.rawValue, end, profile, run])
    }
  }

  // MARK: Reading

  /// The latest run of the same question on the same environment that has not ended; nil where there is none, or where a
  /// later run has answered the question.
  ///
  /// - Parameters:
  ///   - plan: the question, and what it is asked of.
  ///   - moment: where not nil, a run that has its result since then is as good as one that has not ended.
  /// - Returns: the run.
  /// - Throws: `LedgerError`.
  public func unfinished(like plan: RunPlan, orFinishedSince moment: Date? = nil) throws(LedgerError) -> RunRecord? {
    try read { database in
      let row = try Row.fetchOne(
        database, sql: "\(Self.selectRun) WHERE unit = ? AND verb = ? AND key = ? ORDER BY id DESC LIMIT 1",
        arguments: [plan.unit, plan.verb, plan.key])
      guard let run = try row.map(RunRecord.init(row:)), run.plan.environment == plan.environment else { return nil }
      if let moment, run.status == .finished, let ended = run.ended, ended >= moment { return run }
      return run.status.isResumable ? run : nil
    }
  }

  /// A run by its number.
  public func run(_ id: Int64) throws(LedgerError) -> RunRecord {
    try read { try Self.run(id, in: $0) }
  }

  /// The latest runs, newest first; only one unit's where one is named.
  public func runs(of unit: String? = nil, limit: Int = 100) throws(LedgerError) -> [RunRecord] {
    try read { database in
      try Row.fetchAll(
        database, sql: "\(Self.selectRun) WHERE ?1 IS NULL OR unit = ?1 ORDER BY id DESC LIMIT ?2",
        arguments: [unit, limit]
      ).map(RunRecord.init(row:))
    }
  }

  /// The trials of a run, in the order in which they were run.
  public func trials(of run: Int64) throws(LedgerError) -> [TrialRecord] {
    try read { database in
      _ = try Self.run(run, in: database)
      return try Row.fetchAll(database, sql: "SELECT * FROM trial WHERE run = ? ORDER BY number", arguments: [run])
        .map(TrialRecord.init(row:))
    }
  }

  /// The units that there are runs of, in order.
  public func units() throws(LedgerError) -> [String] {
    try read { try String.fetchAll($0, sql: "SELECT DISTINCT unit FROM run ORDER BY unit") }
  }

  private static let selectRun = """
    SELECT *, (SELECT count(*) FROM trial WHERE trial.run = run.id) AS trials FROM run
    """

  private static func run(_ id: Int64, in database: Database) throws -> RunRecord {
    guard let row = try Row.fetchOne(database, sql: "\(Self.selectRun) WHERE id = ?", arguments: [id]) else {
      throw LedgerError.noSuchRun(id)
    }
    return try RunRecord(row: row)
  }

  // MARK: SQLite's errors in the ledger's words

  private func write<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
    try Self.translating(path) { try database.write(body) }
  }

  private func read<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
    try Self.translating(path) { try database.read(body) }
  }

  private static func translating<Value>(_ path: String, _ body: () throws -> Value) throws(LedgerError) -> Value {
    do {
      return try body()
    } catch let error as LedgerError {
      throw error
    } catch let error as DatabaseError {
      throw LedgerError(error, path: path)
    } catch let error as BadRow {
      throw .corrupted(path: path, detail: "an impossible value in \(error.column)")
    } catch {
      throw .unusable(path: path, reason: "\(error)")
    }
  }
}
