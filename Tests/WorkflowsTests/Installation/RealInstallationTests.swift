import Foundation
import Lab
import LabTesting
import Ledger
import Systemd
import Testing
import Trials
import Workflows

/// A service in a lab that writes a file when it starts, and so breaks where it may not.
private struct Example {
  static let unit = "example.service"
  static let place = DropInPlace.system(unit: unit)
  static let lockDirectory = "/run/cinch"
  static let lock = "\(lockDirectory)/\(unit).lock"
  static let harmless = "[Service]\nProtectHome=yes\n"
  static let breaking = "[Service]\nProtectSystem=strict\n"
  static let limit = Duration.seconds(60)

  let manager: Manager
  let installation: Installation
  private let labRoot: String

  /// Reaches the service in a lab whose root directory this is.
  init(labRoot: String, state: String) async throws {
    self.labRoot = labRoot
    manager = try await Manager(.bus(path: labRoot + "/run/dbus/system_bus_socket"))
    installation = Installation(
      at: Self.place, on: try RootedDisk(root: labRoot), state: try RootedDisk(root: state), control: manager,
      lock: Self.lock)
  }

  static func install(in lab: Lab) async throws {
    try lab.write(
      "[Service]\nExecStartPre=/bin/touch /var/lib/example\nExecStart=/bin/sleep infinity\n",
      to: "/etc/systemd/system/\(unit)")
    let result = try await lab.run(["sh", "-c", "systemctl daemon-reload && systemctl start \(unit)"])
    #expect(result.isSuccess, "\(result.error)")
  }

  func apply(
    _ text: String, confirmation: Duration? = nil, consent: Installation.Consent = [],
    check: (@Sendable () async throws -> Verdict)? = nil
  ) async throws -> Installation.Outcome {
    let lock = try RunLock(unit: Self.unit, in: labRoot + Self.lockDirectory, purpose: "apply")
    defer { withExtendedLifetime(lock) {} }
    let subject = Subject(unit: Self.unit, properties: [])
    let live = try LiveCheck(
      of: subject, by: HealthCheck(settle: .milliseconds(500)), on: HostEnvironment(manager, root: labRoot))
    return try await installation.apply(limit: Self.limit, confirmation: confirmation, consent: consent) { _ in
      text
    } check: {
      if let check { return try await check() }
      return try await live.run()
    }
  }

  func isRunning() async throws -> Bool {
    try await manager.property("ActiveState", of: Self.unit)?.text == "active"
  }

  func isProtected(_ directive: String) async throws -> Bool {
    let value = try await manager.property(directive, interface: "Service", of: Self.unit)?.text
    return value != nil && value != "no"
  }
}

@Suite("An installation on a real unit", .serialized, .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
final class RealInstallationTests {
  private let state: String

  init() throws {
    state = FileManager.default.temporaryDirectory.path + "/cinch-state-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: state) }

  private func withExample(_ body: (Example, Lab) async throws -> Void) async throws {
    try await TestLabs.withLab(TestLabs.configuration(root: TestLabs.roots.last ?? "/")) { lab in
      try await Example.install(in: lab)
      try await body(try await Example(labRoot: lab.root, state: state), lab)
    }
  }

  @Test("stays where the service passes, and is undone without a trace")
  func installsAndUndoes() async throws {
    try await withExample { example, lab in
      guard case .installed([]) = try await example.apply(Example.harmless) else {
        Issue.record("a healthy service was not believed")
        return
      }
      #expect(try lab.read(Example.place.file) == Example.harmless)
      #expect(try await example.isProtected("ProtectHome"))
      #expect(try await example.isRunning())

      try await example.installation.undo(limit: Example.limit)
      #expect(try await !example.isProtected("ProtectHome"))
      #expect(try await example.isRunning())
      let left = try await lab.run(["sh", "-c", "ls -d \(Example.place.directory) \(Example.place.provisionalRoot)"])
      #expect(left.output == "")
    }
  }

  @Test("gives files to the unit's user only where that is asked for, and back")
  func givesFilesAway() async throws {
    try await withExample { example, lab in
      let own = "/var/lib/example-own"
      _ = try await lab.run(["sh", "-c", "mkdir \(own) && touch \(own)/a \(own)/b && chown daemon:adm \(own)/b"])
      func owners() async throws -> String {
        try await lab.run(["sh", "-c", "stat -c '%n %U:%G' \(own) \(own)/*"]).output
      }
      let before = try await owners()
      let text = "[Service]\nExecStartPre=\nUser=nobody\nStateDirectory=example-own\n"
      await #expect(throws: InstallationError.self) { _ = try await example.apply(text) }
      #expect(try await owners() == before)
      #expect(try await example.isRunning())

      guard case .installed([]) = try await example.apply(text, consent: .changedOwners) else {
        Issue.record("a healthy service was not believed")
        return
      }
      let given = try await owners().split(separator: "\n")
      #expect(given.count == 3 && given.allSatisfy { $0.contains(" nobody:") })
      try await example.installation.undo(limit: Example.limit)
      #expect(try await owners() == before)
      #expect(try await example.isRunning())
    }
  }

  @Test("is taken back where the service breaks: byte for byte, and running")
  func takesBackWhatBreaks() async throws {
    try await withExample { example, lab in
      let mine = "[Service]\n# mine\nPrivateTmp=yes"
      _ = try await lab.run(["mkdir", "-m", "750", Example.place.directory])
      try lab.write(mine, to: Example.place.file)
      let before = try await lab.run([
        "sh", "-c", "stat -c '%n %a %U %s' \(Example.place.directory) \(Example.place.file)",
      ])

      guard case .takenBack(.failed(let evidence)) = try await example.apply(Example.breaking) else {
        Issue.record("a broken service was believed")
        return
      }
      #expect(evidence.phase == .start)
      #expect(evidence.result == "exit-code")
      let after = try await lab.run([
        "sh", "-c", "stat -c '%n %a %U %s' \(Example.place.directory) \(Example.place.file)",
      ])
      #expect(after.output == before.output)
      #expect(try lab.read(Example.place.file) == mine)
      #expect(try await example.isRunning())
      #expect(try await !example.isProtected("ProtectSystem"))
      let timers = try await lab.run(["systemctl", "list-units", "--all", "--no-legend", "cinch-*"])
      #expect(timers.output == "")
    }
  }

  @Test("is taken back by its guard when Cinch is killed in the middle")
  func survivesTheDeathOfCinch() async throws {
    try await withExample { example, lab in
      setenv("CINCH_TEST_LAB", lab.root, 1)
      setenv("CINCH_TEST_STATE", state, 1)
      await #expect(processExitsWith: .signal(SIGKILL)) {
        let variables = ProcessInfo.processInfo.environment
        let (root, state) = (try #require(variables["CINCH_TEST_LAB"]), try #require(variables["CINCH_TEST_STATE"]))
        let example = try await Example(labRoot: root, state: state)
        _ = try await example.apply(Example.breaking) {
          kill(getpid(), SIGKILL)
          return .passed
        }
      }
      // The watch holds the lock until the drop-in is taken back.
      let file = Example.place.provisionalFile
      let wait = try await lab.run(["sh", "-c", "until flock \(Example.lock) test ! -e \(file); do :; done"])
      #expect(wait.isSuccess)
      #expect(try await example.isRunning())
      #expect(try await !example.isProtected("ProtectSystem"))
      await #expect(throws: InstallationError.nothingToConfirm(unit: Example.unit)) {
        try await example.installation.confirm()
      }
      // And the next one works.
      guard case .installed = try await example.apply(Example.harmless) else {
        Issue.record("what the killed one left is in the way")
        return
      }
    }
  }

  @Test("is taken back at the deadline unless it is confirmed")
  func waitsForConfirmation() async throws {
    try await withExample { example, lab in
      guard case .awaitingConfirmation = try await example.apply(Example.harmless, confirmation: .seconds(600)) else {
        Issue.record("it does not wait")
        return
      }
      #expect(try await example.isProtected("ProtectHome"))
      try await example.installation.confirm()
      #expect(try lab.read(Example.place.file) == Example.harmless)

      let tighter = Example.harmless + "PrivateTmp=yes\n"
      guard case .awaitingConfirmation = try await example.apply(tighter, confirmation: .seconds(1)) else {
        Issue.record("it does not wait")
        return
      }
      let watcher = try await example.manager.watch(existing: Example.unit)
      let provisional = await watcher.state.invocationID
      let back = try await watcher.wait(.seconds(30), until: "restarted") {
        $0.isActive && $0.invocationID != provisional && !$0.invocationID.isEmpty
      }
      #expect(back.isActive)
      #expect(try lab.read(Example.place.file) == Example.harmless)
      let present = try await lab.run(["test", "-e", Example.place.provisionalFile])
      #expect(!present.isSuccess)
    }
  }
}
