import LabTesting
import Logging
import Sandboxing
import Systemd
import Testing

@testable import Trials

@Suite("A trial of a service in a lab", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct TrialRunnerTests {
  struct Restless: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let script: String
    let anomalies: RuntimeAnomaly
  }

  /// Enough of them that they show on a machine with much else to do.
  private static func many(_ loop: String) -> String { "for i in 1 2 3 4 5 6; do (\(loop)) & done; wait" }

  static let restless = [
    Restless(
      testDescription: "that keeps processors busy", script: many("while :; do :; done"), anomalies: .busyLoop),
    Restless(
      testDescription: "whose workers die and are replaced", script: many("while :; do sleep 0.01; done"),
      anomalies: .crashLoop),
  ]

  @Test("is unhealthy only where it does more than without restrictions", arguments: restless)
  func anomalies(case: Restless) async throws {
    try await withRunner(of: ["/bin/sh", "-c", `case`.script]) { runner, _ in
      let baseline = try await runner.run(.empty, observing: true)
      #expect(baseline.verdict.isPassed)
      #expect(baseline.anomalies.contains(`case`.anomalies))

      let evidence = try #require(try await runner.run(.empty).verdict.evidence)
      #expect(evidence.phase == .settle)
      #expect(baseline.anomalies.map(\.complaint).contains(evidence.reason))

      await runner.learn(limits: .baseline(ready: .seconds(5)), normalAnomalies: baseline.anomalies)
      #expect(try await runner.run(.empty).verdict.isPassed)
    }
  }

  @Test("that waits is at rest")
  func rest() async throws {
    try await withRunner(of: ["/bin/sleep", "1000"]) { runner, _ in
      let report = try await runner.run(.empty, observing: true)
      #expect(report.verdict.isPassed)
      #expect(report.anomalies.isEmpty)
    }
  }

  @Test("is seen to make namespaces, and to run programs")
  func namespaces() async throws {
    try await withRunner(of: ["/bin/sh", "-c", "unshare --uts --net sleep 1000 & wait"]) { runner, _ in
      let runtime = try await runner.run(.empty, observing: true).runtime
      #expect(runtime.namespaces == ["net", "uts"])
      #expect(runtime.programs.map { $0.split(separator: "/").last }.contains("sleep"))
    }
  }

  /// Only in the initial network namespace, and with CAP_AUDIT_READ, is there anything to hear.
  private static let hearsCalls = (try? SeccompLog()) != nil

  @Test(
    "hears from the kernel which calls it makes, and nothing of others'",
    .enabled(if: hearsCalls, "the audit log cannot be read here"))
  func calls() async throws {
    try await withRunner(of: ["/bin/sleep", "1000"]) { runner, environment in
      let other = UnitProperty("SystemCallLog", .list(allow: true, ["uname"]))
      _ = try await environment.manager.startTransientUnit(
        TransientUnit(name: "other.service", properties: [.literalCommand(["/bin/uname"]), other]),
        limit: .seconds(10))
      let report = try await runner.runWatching(["clock_nanosleep", "openat", "mount", "uname"])
      #expect(report.verdict.isPassed)
      #expect(report.runtime.systemCalls == ["clock_nanosleep", "openat"])
    }
  }

  @Test("names the call that it died of", .enabled(if: hearsCalls, "the audit log cannot be read here"))
  func denial() async throws {
    try await withRunner(of: ["/bin/sleep", "1000"]) { runner, _ in
      let filter = UnitProperty("SystemCallFilter", .list(allow: false, ["clock_nanosleep", "ptrace"]))
      // A process may be gone before anybody can ask whose it was, but not every time.
      var named: Set<String> = []
      for _ in 0..<20 where named.isEmpty {
        let evidence = try #require(
          try await runner.run(RenderedSandbox(properties: [filter], dropIn: "")).verdict.evidence)
        if let call = evidence.deniedSystemCall { named.insert(call) }
      }
      #expect(named == ["clock_nanosleep"])
    }
  }

  private func withRunner(
    of command: [String], _ body: (TrialRunner, LabEnvironment) async throws -> Void
  ) async throws {
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      let environment = try LabEnvironment(lab, manager: manager)
      let subject = Subject(
        unit: "tried.service",
        properties: [.literalCommand(command), UnitProperty("CollectMode", .string("inactive-or-failed"))])
      let runner = TrialRunner(
        subject, check: HealthCheck(ready: "sleep 0.3", settle: .milliseconds(600), reload: false, restart: false),
        on: environment,
        launcher: TransientLauncher(subject, on: environment), name: "tried", log: Logger(label: "tried"))
      try await body(runner, environment)
    }
  }
}
