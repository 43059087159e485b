import Foundation
import GRDB
import Ledger
import Testing

@Suite("A ledger and the directory that it is in") struct FirstUseTests {
  let scratch: ScratchDirectory

  init() throws { scratch = try ScratchDirectory() }

  @Test("are made once, however many come first")
  func manyAtOnce() async throws {
    let directory = scratch.path + "/state"
    let opened = await withTaskGroup(of: String?.self) { group in
      for _ in 0..<40 {
        group.addTask {
          do {
            _ = try Ledger(in: directory).begin(.sample())
            return nil
          } catch {
            return "\(error)"
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(opened.compactMap { $0 } == [])
    #expect(try Ledger(in: directory).runs().count == 40)
  }

  @Test("hold rows that nobody else reads")
  func isPrivate() throws {
    let earlier = umask(0)
    defer { umask(earlier) }
    _ = try Ledger(in: scratch.path).begin(.sample())
    for name in try FileManager.default.contentsOfDirectory(atPath: scratch.path) where name.hasPrefix("ledger") {
      let mode = try FileManager.default.attributesOfItem(atPath: "\(scratch.path)/\(name)")[.posixPermissions] as? Int
      #expect(mode == 0o600, "\(name)")
    }
  }

  struct Damage: CustomTestStringConvertible {
    let testDescription: String
    let sql: String
    let detail: String
  }

  @Test(
    "are called damaged where a part is missing",
    arguments: [
      Damage(
        testDescription: "a column", sql: "ALTER TABLE run DROP COLUMN profile",
        detail: "the column run.profile is missing"),
      Damage(testDescription: "a table", sql: "DROP TABLE trial", detail: "the table trial is missing"),
    ])
  func damage(_ damage: Damage) throws {
    _ = try Ledger(in: scratch.path).begin(.sample())
    let file = scratch.path + "/ledger.sqlite"
    try DatabaseQueue(path: file).write { try $0.execute(sql: damage.sql) }
    #expect(throws: LedgerError.corrupted(path: file, detail: damage.detail)) { try Ledger(in: scratch.path) }
  }

  @Test("can be listed where nothing can be written", .enabled(if: geteuid() == 0, "root mounts"))
  func readOnly() throws {
    let state = scratch.path + "/state"
    _ = try Ledger(in: state).begin(.sample())
    #expect(mount(state, state, nil, UInt(MS_BIND), nil) == 0)
    defer { umount2(state, Int32(MNT_DETACH)) }
    #expect(mount(nil, state, nil, UInt(MS_REMOUNT) | UInt(MS_BIND) | UInt(MS_RDONLY), nil) == 0)
    #expect(throws: LedgerError.self) { try Ledger(in: state) }
    #expect(try Ledger(reading: state).runs().count == 1)
  }

  struct Place: CustomTestStringConvertible {
    let testDescription: String
    /// Makes "state" in the directory it runs in.
    let script: String
  }

  @Test(
    "are refused where others could put something there", .enabled(if: geteuid() == 0, "root gives things away"),
    arguments: [
      Place(testDescription: "writable for all", script: "mkdir state; chmod 777 state"),
      Place(testDescription: "writable for a group", script: "mkdir state; chmod 770 state"),
      Place(testDescription: "another's", script: "mkdir -m 700 state; chown 65534 state"),
      Place(
        testDescription: "a link of another's", script: "mkdir -m 700 other; ln -s other state; chown -h 65534 state"),
      Place(
        testDescription: "a link for a ledger", script: "mkdir -m 700 state; ln -s /etc/passwd state/ledger.sqlite"),
    ])
  func foreign(_ place: Place) throws {
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", place.script]
    shell.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    try shell.run()
    shell.waitUntilExit()
    let state = scratch.path + "/state"
    let error = #expect(throws: LedgerError.self) { try Ledger(in: state) }
    guard case .unusable = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    if !place.script.contains("ledger.sqlite") {
      #expect(throws: RunLockError.self) { try RunLock(unit: "x.service", in: state, purpose: "find") }
    }
  }

  @Test("lock units with the longest of names") func longNames() throws {
    let unit = String(repeating: "n", count: 247) + ".service"
    let lock = try RunLock(unit: unit, in: scratch.path, purpose: "find")
    #expect(throws: RunLockError.self) { try RunLock(unit: unit, in: scratch.path, purpose: "check") }
    withExtendedLifetime(lock) {}
  }
}
