import Glibc
import Lab
import LabTesting
import Sandboxing
import Systemd
import Testing

@testable import Trials

@Suite("In a lab, a clone", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct LabCloneTests {
  /// The units of the corpus that a root may have.
  private static let corpus = [
    "nginx", "redis-server", "postgresql@15-main", "php8.2-fpm", "dnsmasq", "tomcat10", "mosquitto", "chrony",
    "accounts-daemon",
  ].map { $0 + ".service" }

  @Test("has the properties of the original under the original's name", arguments: TestLabs.roots)
  func equality(root: String) async throws {
    try await TestLabs.withLab(TestLabs.configuration(root: root)) { lab in
      let manager = try await lab.manager()
      try await Self.install(in: lab, manager)
      for unit in Self.corpus + ExampleUnits.all.map(\.unit) {
        let original = try await manager.properties(of: unit)
        if original["LoadState"]?.text == "not-found" { continue }
        let clone = try await manager.clone(of: unit)
        #expect(clone.shortcomings == [])
        try lab.hideUnit(unit)
        try await manager.reload()
        #expect(try await manager.properties(of: unit)["LoadState"]?.text == "not-found")
        let copy = try await Self.properties(of: unit, on: manager) {
          try await manager.startTransientUnit(
            TransientUnit(name: unit, properties: clone.properties + [UnitProperty("AddRef", .bool(true))]),
            limit: .seconds(90))
        }
        #expect(Self.differences(original, copy) == [], "\(unit)")
      }
    }
  }

  @Test("is the same whether a call or systemd-run starts it")
  func launchers() async throws {
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      try await Self.install(in: lab, manager)
      for unit in ExampleUnits.all.map(\.unit) {
        let clone = try await manager.clone(of: unit)
        let name = "copy-of-\(unit.replacing("@", with: "-"))"
        let called = try await Self.properties(of: name, on: manager) {
          try await manager.startTransientUnit(
            TransientUnit(name: name, properties: clone.properties + [UnitProperty("AddRef", .bool(true))]),
            limit: .seconds(30))
        }
        let line = SystemdRunLine(clone.subject(named: name))
        let typed = try await Self.properties(of: name, on: manager) {
          // A unit that ends at once would be forgotten before anybody could look.
          let words = (["env"] + line.variables + line.exactWords).map {
            $0 == "CollectMode=inactive-or-failed" ? "CollectMode=inactive" : $0
          }
          return try await lab.run(["/bin/sh", "-c", words.map(Quoting.shell).joined(separator: " ")])
        }
        let unsaid = ["CollectMode"] + Self.unsaid(line)
        #expect(Self.differences(called, typed).filter { !unsaid.contains($0) } == [], "\(unit): \(line.shortcomings)")
      }
    }
  }

  @Test("is handed the file descriptors of its sockets, trial after trial")
  func sockets() async throws {
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      try lab.write("[Socket]\nListenStream=/run/listening\n", to: "/etc/systemd/system/listening.socket")
      try lab.write(
        "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/sh -c 'test \"$LISTEN_FDS\" = 1'\n",
        to: "/etc/systemd/system/listening.service")
      try await manager.reload()
      let clone = try await manager.clone(of: "listening.service")
      #expect(clone.sockets == ["listening.socket"])
      #expect(clone.nameIsBound != nil)
      try lab.hideUnit("listening.service")
      try await manager.reload()
      for _ in 1...3 {
        let watcher = await manager.watch("listening.service")
        let result = try await manager.startTransientUnit(
          TransientUnit(name: "listening.service", properties: clone.properties), limit: .seconds(30))
        #expect(result == .done)
        #expect(try await watcher.settled(within: .seconds(10)).isActive)
        _ = try await manager.stop("listening.socket", limit: .seconds(10))
        _ = try await manager.stop("listening.service", limit: .seconds(10))
        _ = try await watcher.wait(.seconds(10), until: "forgotten") { $0.isRemoved }
      }
    }
  }

  private static func install(in lab: Lab, _ manager: Manager) async throws {
    for example in ExampleUnits.all { try lab.write(example.text, to: "/etc/systemd/system/\(example.file)") }
    try await manager.reload()
  }

  /// What the manager says of a unit that `start` has started, whatever came of that; the unit is down afterwards, and
  /// forgotten where no other unit names it.
  private static func properties(
    of unit: String, on manager: Manager, start: () async throws -> some Any
  ) async throws -> [String: BusValue] {
    let watcher = await manager.watch(unit)
    _ = try await start()
    _ = try await watcher.settled(within: .seconds(30))
    let properties = try await manager.properties(of: unit)
    // Some do not listen yet to a friendly signal so soon after their start.
    try? await manager.kill(unit, signal: SIGKILL)
    _ = try await manager.stop(unit, limit: .seconds(30))
    try? await manager.unref(unit)
    try await manager.resetFailed(unit)
    let isNamed = ["WantedBy", "RequiredBy", "TriggeredBy"].contains {
      properties[$0]?.texts?.isEmpty == false
    }
    if !isNamed { _ = try await watcher.wait(.seconds(30), until: "forgotten") { $0.isRemoved } }
    return properties
  }

  /// The properties of a clone that are not the original's, of those that are meant to be.
  private static func differences(_ original: [String: BusValue], _ clone: [String: BusValue]) -> [String] {
    original.keys.sorted().filter { name in
      guard let transfer = TransferTable.transfer(of: name) else { return true }
      if original[name + "Ex"] != nil { return false }
      let values = [original, clone].map { $0[name].flatMap(transfer.value(of:)).map(unordered) }
      return values[0] != values[1] && !(name == "WatchdogUSec" && values.allSatisfy(isOff))
    }
  }

  /// Lists come back in another order, and what one setting implies comes back twice.
  private static func unordered(_ value: BusValue) -> BusValue {
    guard case .array(let element, let values) = value else { return value }
    return .array(element: element, Set(values).sorted { "\($0)" < "\($1)" })
  }

  /// A watchdog that is off is infinity before the first start and 0 after it.
  private static func isOff(_ value: BusValue?) -> Bool { value == .uint64(0) || value == .uint64(.max) }

  /// The properties that a line says it cannot say.
  private static func unsaid(_ line: SystemdRunLine) -> [String] {
    line.shortcomings.map { sentence in
      sentence.split(separator: " ").first { $0.hasSuffix("=.") }.map { String($0.dropLast(2)) } ?? "ExecStartEx"
    }
  }
}
