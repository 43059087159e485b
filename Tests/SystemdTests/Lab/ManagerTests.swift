import Lab
import LabTesting
import Sandboxing
import Testing

@testable import Systemd

@Suite("A lab's manager", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct ManagerTests {
  struct End: CustomTestStringConvertible, Sendable {
    var line: String
    var properties: [UnitProperty] = []
    var result: String
    var exit: ProcessExit
    var testDescription: String { "\(result), \(exit)" }

    static let all = [
      End(line: "exit 0", result: "success", exit: .exited(0)),
      End(line: "exit 7", result: "exit-code", exit: .exited(7)),
      End(line: "kill -KILL $$", result: "signal", exit: .killed(signal: 9)),
      End(
        line: "mount -t tmpfs x /mnt",
        properties: [UnitProperty("SystemCallFilter", .list(allow: false, ["@mount"]))], result: "exit-code",
        exit: .exited(159)),
      End(
        line: "true", properties: [UnitProperty("WorkingDirectory", .string("/no/such/directory"))],
        result: "exit-code", exit: .exited(200)),
      End(
        line: "true", properties: [UnitProperty("ReadWritePaths", .strings(["/no/such/path"]))], result: "exit-code",
        exit: .exited(226)),
      End(
        line: "sleep 60", properties: [UnitProperty("RuntimeMaxUSec", .uint64(100_000))], result: "timeout",
        exit: .killed(signal: 15)),
    ]
  }

  @Test("tells the final result of a unit that is gone right afterwards")
  func results() async throws {
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      for (number, end) in End.all.enumerated() {
        let name = "end-\(number).service"
        let watcher = await manager.watch(name)
        _ = try await manager.startTransientUnit(
          LabUnits.script(name, end.line, end.properties), limit: .seconds(10))
        let state = try await watcher.down(within: .seconds(10))
        #expect(state.result == end.result, "\(end.line)")
        #expect(state.exit == end.exit, "\(end.line)")
        #expect(state.invocationID.count == 32)
        _ = try await watcher.wait(.seconds(10), until: "forgotten") { $0.isRemoved }
        #expect(try await !manager.isLoaded(name))
        #expect(try await manager.properties(of: name)["LoadState"] == .string("not-found"))
      }
    }
  }

  @Test("runs many units at once, each with its own end")
  func manyUnits() async throws {
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      let statuses = try await withThrowingTaskGroup(of: (Int, ProcessExit?).self) { group in
        for number in 0..<60 {
          group.addTask {
            let name = "many-\(number).service"
            let watcher = await manager.watch(name)
            _ = try await manager.startTransientUnit(LabUnits.script(name, "exit \(number)"), limit: .seconds(60))
            return (number, try await watcher.down(within: .seconds(60)).exit)
          }
        }
        return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
      for number in 0..<60 { #expect(statuses[number] == .exited(Int32(number))) }
    }
  }

  @Test("starts, reloads, restarts and stops a unit that a file describes, and reads it anew when told to")
  func unitFile() async throws {
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      #expect(try await manager.properties(of: "file.service")["LoadState"] == .string("not-found"))
      let text = "[Service]\nExecStart=sleep 1000\nExecReload=true\n"
      try lab.write(text, to: "/etc/systemd/system/file.service")
      try await manager.reload()
      let watcher = try await manager.watch(existing: "file.service")
      #expect(await watcher.state.activeState == "inactive")
      #expect(try await manager.start("file.service", limit: .seconds(10)) == .done)
      let first = try await watcher.settled(within: .seconds(10))
      #expect(first.isActive && first.mainPID > 0)
      #expect(try await manager.unit(ofProcess: Int32(first.mainPID)) == "file.service")
      #expect(try await manager.controlGroup(of: "file.service") == "/system.slice/file.service")
      #expect(try await manager.reload("file.service", limit: .seconds(10)) == .done)
      #expect(try await manager.restart("file.service", limit: .seconds(10)) == .done)
      let second = try await watcher.wait(.seconds(10), until: "running again") {
        $0.isActive && $0.invocationID != first.invocationID
      }
      #expect(second.mainPID != first.mainPID)
      #expect(try await manager.properties(of: "file.service")["UnitFileState"]?.text == "static")
      #expect(try await manager.units(matching: ["file.*"]).map(\.name) == ["file.service"])
      let services = try await manager.unitNames(ofType: "service")
      #expect(services.contains("file.service"))
      #expect(!services.contains("no-such.service") && !services.contains { $0.hasSuffix("@.service") })
      #expect(try await manager.stop("file.service", limit: .seconds(10)) == .done)
      #expect(try await watcher.down(within: .seconds(10)).result == "success")
    }
  }

  @Test("refuses in words, and a unit that is not there is as good as stopped")
  func refusals() async throws {
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      #expect(try await manager.stop("no-such.service", limit: .seconds(10)) == .skipped)
      try await manager.resetFailed("no-such.service")
      let missing = await #expect(throws: BusError.self) {
        try await manager.start("no-such.service", limit: .seconds(10))
      }
      #expect(missing?.isNoSuchUnit == true)
      let property = await #expect(throws: BusError.self) {
        try await manager.startTransientUnit(
          LabUnits.service("a.service", ["/bin/true"], [UnitProperty("MainPID", .uint32(1))]), limit: .seconds(10))
      }
      #expect(property?.message.contains("MainPID") == true)
      let name = await #expect(throws: BusError.self) {
        try await manager.startTransientUnit(LabUnits.service("a b", ["/bin/true"]), limit: .seconds(10))
      }
      #expect(name?.name == "org.freedesktop.DBus.Error.InvalidArgs")
    }
  }

  @Test("a start that takes too long ends the wait, not the unit")
  func deadline() async throws {
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      let slow = LabUnits.service("slow.service", ["/bin/sleep", "1000"], [UnitProperty("Type", .string("notify"))])
      await #expect(throws: DeadlineExceeded.self) {
        try await manager.startTransientUnit(slow, limit: .milliseconds(300))
      }
      #expect(try await manager.property("ActiveState", of: "slow.service") == .string("activating"))
      #expect(try await manager.stop("slow.service", limit: .seconds(10)) == .done)
    }
  }

  @Test("a unit that somebody refers to stays until it is given up")
  func references() async throws {
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      let watcher = await manager.watch("kept.service")
      _ = try await manager.startTransientUnit(
        LabUnits.script("kept.service", "exit 3", [UnitProperty("AddRef", .bool(true))]), limit: .seconds(10))
      _ = try await watcher.down(within: .seconds(10))
      #expect(try await manager.property("ExecMainStatus", interface: "Service", of: "kept.service") == .int32(3))
      try await manager.unref("kept.service")
      _ = try await watcher.wait(.seconds(10), until: "forgotten") { $0.isRemoved }
      #expect(try await !manager.isLoaded("kept.service"))
    }
  }

  @Test("answers again after it executed itself anew, on its bus as on a new private connection")
  func reexecution() async throws {
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      let direct = try await Manager(.peer(path: lab.root + "/run/systemd/private", leader: lab.leader))
      #expect(try await direct.version() == manager.version())
      _ = try await lab.run(["systemctl", "daemon-reexec"])
      let lost = await #expect(throws: BusError.self) {
        while true { _ = try await direct.version() }
      }
      #expect(lost?.isConnectionLost == true)
      let watcher = await manager.watch("after.service")
      _ = try await manager.startTransientUnit(LabUnits.script("after.service", "exit 5"), limit: .seconds(10))
      #expect(try await watcher.down(within: .seconds(10)).exit == .exited(5))
      let again = try await Manager(.peer(path: lab.root + "/run/systemd/private", leader: lab.leader))
      #expect(try await again.read("SystemState") == manager.read("SystemState"))
    }
  }

  @Test("describes its platform")
  func platform() async throws {
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      let groups = try await lab.run(["systemd-analyze", "syscall-filter", "--no-pager"]).output
      let platform = try await manager.platform(root: lab.root, systemCallFilter: groups)
      let version = try await lab.run(["systemctl", "--version"]).output
      #expect(version.hasPrefix("systemd \(platform.systemdVersion) "))
      #expect(platform.systemdFeatures.contains("+SECCOMP"))
      #expect(platform.controlGroups == (lab.layout == .v2 ? .unified : .hybrid))
      #expect(platform.capabilities.prefix(2) == ["CAP_CHOWN", "CAP_DAC_OVERRIDE"])
      #expect(platform.systemCallGroups["@mount"]?.contains("umount2") == true)
      #expect(platform.systemCallGroups["@system-service"]?.contains("read") == true)
    }
  }
}
