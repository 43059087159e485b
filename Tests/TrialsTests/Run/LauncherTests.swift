import Lab
import LabTesting
import Sandboxing
import Systemd
import Testing

@testable import Trials

@Suite("Launchers", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct LauncherTests {
  struct Outcome: CustomTestStringConvertible, Sendable {
    var name: String
    var line: String
    var sandbox: RenderedSandbox
    var result: String
    var exit: ProcessExit
    var testDescription: String { name }

    static let all = [
      Outcome(
        name: "nothing restricted", line: #"test "$(id -u)" = 0 && test -w /etc"#, sandbox: .empty, result: "success",
        exit: .exited(0)),
      Outcome(
        name: "a write that is denied", line: "echo x > /etc/x || exit 9",
        sandbox: RenderedSandbox(
          properties: [UnitProperty("ProtectSystem", .string("strict"))],
          dropIn: "[Service]\nProtectSystem=strict\n", systemdRunArguments: ["-p", "ProtectSystem=strict"]),
        result: "exit-code", exit: .exited(9)),
      Outcome(
        name: "a call that kills", line: "exec unshare -n true",
        sandbox: RenderedSandbox(
          properties: [UnitProperty("SystemCallFilter", .list(allow: false, ["unshare"]))],
          dropIn: "[Service]\nSystemCallFilter=~unshare\n", systemdRunArguments: ["-p", "SystemCallFilter=~unshare"]),
        result: "signal", exit: .killed(signal: 31)),
      Outcome(
        name: "a sandbox that cannot be applied", line: "true",
        sandbox: RenderedSandbox(
          properties: [UnitProperty("ReadWritePaths", .strings(["/no/such"]))],
          dropIn: "[Service]\nReadWritePaths=/no/such\n", systemdRunArguments: ["-p", "ReadWritePaths=/no/such"]),
        result: "exit-code", exit: .exited(226)),
    ]
  }

  enum Kind: String, CaseIterable, Sendable { case call, systemdRun, dropIn }

  @Test("agree on what becomes of a service under a sandbox, the first time and again", arguments: Kind.allCases)
  func agreement(kind: Kind) async throws {
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      for (number, expected) in Outcome.all.enumerated() {
        let unit = "launched-\(number).service"
        let quoted = expected.line.replacing("$", with: "$$")
        try lab.write(
          "[Service]\nType=oneshot\nExecStart=/bin/sh -c '\(quoted)'\n", to: "/etc/systemd/system/\(unit)")
        try await manager.reload()
        let subject = try await manager.clone(of: unit).subject(named: unit)
        if kind != .dropIn {
          try lab.hideUnit(unit)
          try await manager.reload()
        }
        let environment = try LabEnvironment(lab, manager: manager)
        let launcher: any Launcher =
          switch kind {
          case .call: TransientLauncher(subject, on: environment)
          case .systemdRun: SystemdRunLauncher(subject, on: environment, prefix: "launcher-\(number)")
          case .dropIn: DropInLauncher(subject, on: environment)
          }
        try await launcher.prepare(expected.sandbox)
        for again in [false, true] {
          let watcher = await manager.watch(unit)
          let result = try await launcher.start(again: again, limit: .seconds(20))
          let state = try await watcher.down(within: .seconds(20))
          #expect(result == (expected.exit.isSuccess ? .done : .failed), "\(expected.name)")
          #expect(state.result == expected.result, "\(expected.name)")
          #expect(state.exit == expected.exit, "\(expected.name)")
          if again { try await launcher.clear(watcher) }
        }
      }
    }
  }

  @Test("say so when systemd-run refuses")
  func refusal() async throws {
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      let environment = try LabEnvironment(lab, manager: manager)
      let subject = Subject(unit: "refused.service", properties: [.literalCommand(["/bin/true"])])
      let launcher = SystemdRunLauncher(subject, on: environment, prefix: "launcher")
      await launcher.prepare(
        RenderedSandbox(properties: [], dropIn: "", systemdRunArguments: ["-p", "NoSuchSetting=yes"]))
      let error = await #expect(throws: SystemdRunLauncher.Refused.self) {
        try await launcher.start(again: false, limit: .seconds(20))
      }
      #expect(error?.output.contains("NoSuchSetting") == true)
    }
  }
}
