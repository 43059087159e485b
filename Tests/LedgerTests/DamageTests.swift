import Foundation
import GRDB
import Ledger
import Sandboxing
import Testing

@Suite struct DamageTests {
  let scratch: ScratchDirectory
  var file: String { scratch.path + "/ledger.sqlite" }

  init() throws { scratch = try ScratchDirectory() }

  /// How a ledger is spoiled, and the case of error that has to follow.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let spoil: @Sendable (inout Data) -> Void
  }

  static let cases: [Case] = [
    Case(testDescription: "text in its place") { $0 = Data("not a database, but long enough for a header".utf8) },
    Case(testDescription: "header overwritten") { $0.replaceSubrange(0..<16, with: Data(repeating: 0x41, count: 16)) },
    Case(testDescription: "cut in half") { $0 = $0.prefix($0.count / 2) },
    Case(testDescription: "pages overwritten") {
      $0.replaceSubrange(4096..<8192, with: Data(repeating: 0xa5, count: 4096))
    },
  ]

  @Test(arguments: cases) func aDamagedLedgerIsNamedAndLeftUntouched(_ example: Case) throws {
    try fill(trials: 200)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    example.spoil(&bytes)
    try bytes.write(to: URL(fileURLWithPath: file))
    let error = #expect(throws: LedgerError.self) { _ = try Ledger(in: scratch.path) }
    guard case .corrupted(file, _) = error else {
      Issue.record("\(String(describing: error)) is not about damage")
      return
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == bytes)
  }

  @Test func aNewerLedgerIsNamedAndLeftUntouched() throws {
    try fill(trials: 1)
    try sqlite("INSERT INTO grdb_migrations VALUES ('2099')")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    #expect(throws: LedgerError.newer(path: file)) { _ = try Ledger(in: scratch.path) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == bytes)
  }

  @Test func anotherProgramsDatabaseIsNotTakenOver() throws {
    try sqlite("CREATE TABLE bookmark (url TEXT)")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    #expect(throws: LedgerError.corrupted(path: file, detail: "another program's database")) {
      _ = try Ledger(in: scratch.path)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == bytes)
  }

  @Test func anEditedRowIsDamage() throws {
    try fill(trials: 1)
    try sqlite("UPDATE trial SET outcome = 'splendid'")
    let ledger = try Ledger(in: scratch.path)
    #expect(throws: LedgerError.corrupted(path: file, detail: "an impossible value in trial.outcome")) {
      try ledger.trials(of: 1)
    }
  }

  @Test func aFileInPlaceOfTheDirectoryIsSaid() throws {
    let path = scratch.path + "/state"
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(throws: LedgerError.unusable(path: path + "/ledger.sqlite", reason: "Not a directory")) {
      _ = try Ledger(in: path)
    }
  }

  private func fill(trials: Int) throws {
    let ledger = try Ledger(in: scratch.path)
    let run = try ledger.begin(.sample())
    for _ in 0..<trials { try ledger.append(.failed, to: run.id) }
  }

  private func sqlite(_ statement: String) throws {
    let database = try DatabaseQueue(path: file)
    try database.write { try $0.execute(sql: statement) }
    try database.close()
  }
}
