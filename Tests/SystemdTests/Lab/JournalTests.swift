import Lab
import LabTesting
import Sandboxing
import Testing

@testable import Systemd

@Suite("A lab's journal", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct JournalTests {
  @Test("has the last words of a run that has just ended, and no other run's")
  func lastWords() async throws {
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      let journal = try Journal(root: lab.root)
      let sync = try JournalSync(root: lab.root)
      for round in 1...5 {
        let watcher = await manager.watch("words.service")
        _ = try await manager.startTransientUnit(
          LabUnits.script("words.service", "for i in 1 2 3; do echo word $i of \(round); done; exit 1"),
          limit: .seconds(10))
        let state = try await watcher.down(within: .seconds(10))
        #expect(try await sync.synchronize(within: .seconds(10)))
        let entries = try await journal.entries(.run(unit: "words.service", invocation: state.invocationID))
        #expect(entries.filter { $0.identifier == "sh" }.map(\.message) == (1...3).map { "word \($0) of \(round)" })
        #expect(entries.contains { $0.identifier == "systemd" && $0.message.contains("status=1/FAILURE") })
        _ = try await watcher.wait(.seconds(10), until: "forgotten") { $0.isRemoved }
      }
      #expect(try await journal.entries(.unit("words.service")).filter { $0.identifier == "sh" }.count == 15)
      #expect(try await journal.entries(.unit("words.service"), limit: 2).count == 2)
    }
  }

  @Test("gives what came after a place in it")
  func cursor() async throws {
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      let journal = try Journal(root: lab.root)
      let sync = try JournalSync(root: lab.root)
      func say(_ text: String) async throws {
        let watcher = await manager.watch("say.service")
        _ = try await manager.startTransientUnit(LabUnits.script("say.service", "echo \(text)"), limit: .seconds(10))
        _ = try await watcher.wait(.seconds(10), until: "forgotten") { $0.isRemoved }
        #expect(try await sync.synchronize(within: .seconds(10)))
      }
      try await say("before")
      let place = try #require(try await journal.end())
      try await say("after")
      let said = try await journal.entries(.unit("say.service"), since: place).filter { $0.identifier == "sh" }
      #expect(said.map(\.message) == ["after"])
      #expect(said.first?.priority == 6)
    }
  }

  /// Only in the initial network namespace, and with CAP_AUDIT_READ, is there anything to hear.
  private static let hearsDenials = (try? SeccompLog()) != nil

  @Test(
    "of denied calls names the call, the program and the unit",
    .enabled(if: hearsDenials, "the audit log cannot be read here"))
  func denials() async throws {
    let log = try SeccompLog()
    let start = await log.place()
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      // Everything on the machine is heard here: a program of its own name tells this test's calls from others'.
      let program = "/usr/local/bin/mount-\(lab.leader)"
      #expect(try await lab.run(["cp", "/bin/mount", program]).isSuccess)
      let watcher = await manager.watch("denied.service")
      _ = try await manager.startTransientUnit(
        LabUnits.service(
          "denied.service", [program, "-t", "tmpfs", "x", "/mnt"],
          [UnitProperty("SystemCallFilter", .list(allow: false, ["@mount"]))]), limit: .seconds(10))
      #expect(try await watcher.down(within: .seconds(10)).exit?.signal == 31)
      var records: [SeccompRecord] = []
      // The kernel tells in its own time.
      for _ in 0..<500 where records.isEmpty {
        records = await log.records(since: start).filter { $0.executable == program }
        if records.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
      }
      let calls: Set = ["mount", "fsopen", "open_tree", "move_mount", "mount_setattr"]
      let record = try #require(records.last { $0.signal == 31 && calls.contains($0.systemCall) })
      // A process may be gone before anybody can ask whose it was.
      #expect(record.controlGroup == nil || record.isOf("denied.service"))

      // One that goes on is known by its unit.
      let sleeper = "/usr/local/bin/sleep-\(lab.leader)"
      #expect(try await lab.run(["cp", "/bin/sleep", sleeper]).isSuccess)
      let start = await log.place()
      _ = try await manager.startTransientUnit(
        LabUnits.service(
          "logged.service", [sleeper, "infinity"],
          [UnitProperty("SystemCallLog", .list(allow: true, ["pause", "clock_nanosleep", "nanosleep"]))]),
        limit: .seconds(10))
      var logged: [SeccompRecord] = []
      for _ in 0..<500 where logged.isEmpty {
        logged = await log.records(since: start).filter { $0.executable == sleeper }
        if logged.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
      }
      #expect(!logged.isEmpty && logged.allSatisfy { $0.isOf("logged.service") })
    }
  }
}
