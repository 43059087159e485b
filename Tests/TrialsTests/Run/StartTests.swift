import LabTesting
import Sandboxing
import Systemd
import Testing

@testable import Trials

@Suite("What a start shows of a service", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct StartTests {
  struct Absent: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let unit: String
    /// What the report has to name.
    let named: String
    var others: [String: String] = [:]
  }

  static let absent = [
    Absent(
      testDescription: "a job whose condition is not met",
      unit: "[Unit]\nConditionPathExists=/run/never\n[Service]\nType=oneshot\nExecStart=/bin/true\n",
      named: "ConditionPathExists=/run/never"),
    Absent(
      testDescription: "a daemon whose condition is not met",
      unit: "[Unit]\nConditionPathIsDirectory=!/etc\n[Service]\nExecStart=/bin/sleep 1000\n",
      named: "ConditionPathIsDirectory=!/etc"),
    Absent(
      testDescription: "a job whose assertion is not met",
      unit: "[Unit]\nAssertPathExists=/run/never\n[Service]\nType=oneshot\nExecStart=/bin/true\n",
      named: "AssertPathExists=/run/never"),
    Absent(
      testDescription: "a job whose own command leaves it out",
      unit: "[Service]\nType=oneshot\nExecCondition=/bin/false\nExecStart=/bin/true\n", named: "ExecCondition="),
    Absent(
      testDescription: "a daemon that waits for a device",
      unit: "[Unit]\nBindsTo=dev-never.device\nAfter=dev-never.device\n[Service]\nExecStart=/bin/sleep 1000\n",
      named: "dev-never.device"),
    Absent(
      testDescription: "a daemon that requires a unit which is not there",
      unit: "[Unit]\nRequires=never.service\nAfter=never.service\n[Service]\nExecStart=/bin/sleep 1000\n",
      named: "never.service"),
    Absent(
      testDescription: "a daemon that requires a unit which fails",
      unit: "[Unit]\nRequires=failing.service\nAfter=failing.service\n[Service]\nExecStart=/bin/sleep 1000\n",
      named: "failing.service", others: ["failing.service": "[Service]\nType=oneshot\nExecStart=/bin/false\n"]),
  ]

  @Test("is that it does not run here, and why, without any restriction", arguments: absent)
  func absence(case: Absent) async throws {
    let units = `case`.others.merging(["tried.service": `case`.unit]) { first, _ in first }
    try await UnitTrial.with(units: units, check: HealthCheck(probes: [.exec("true")])) { trial in
      guard case .inconclusive(let reason) = try await trial.runner.run(.empty, observing: true).verdict else {
        Issue.record("it counts as a run")
        return
      }
      #expect(reason.contains(`case`.named), "\(reason)")
    }
  }

  static let leftOut = [
    Absent(
      testDescription: "a condition",
      unit: "[Unit]\nConditionPathExists=/run/never\n[Service]\nExecStart=/bin/sleep 1000\n",
      named: "ConditionPathExists=/run/never"),
    Absent(
      testDescription: "all of several conditions of which one would do",
      unit: "[Unit]\nConditionPathExists=|/run/never\nConditionHost=|never\n[Service]\nExecStart=/bin/sleep 1000\n",
      named: "ConditionHost=|never"),
    Absent(
      testDescription: "an assertion",
      unit: "[Unit]\nAssertPathExists=/run/never\n[Service]\nType=oneshot\nExecStart=/bin/true\n",
      named: "AssertPathExists=/run/never"),
  ]

  @Test("is that it was left out, even where the manager has forgotten the unit by then", arguments: leftOut)
  func forgotten(case: Absent) async throws {
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      try lab.write(`case`.unit, to: "/etc/systemd/system/tried.service")
      try await manager.reload()
      let watcher = await manager.watch("tried.service")
      let result = try await manager.start("tried.service", limit: .seconds(20))
      _ = try await watcher.wait(.seconds(20), until: "forgotten") { $0.isRemoved }
      let reason = try await manager.whyNothingRan(watcher, result, after: "")
      #expect(reason?.contains(`case`.named) == true, "\(reason ?? "")")
    }
  }

  @Test("is that a job has done nothing whose command never ran, even where it may fail")
  func commandThatNeverRan() async throws {
    let unit = "[Service]\nType=oneshot\nExecStart=-/bin/true\n"
    try await UnitTrial.with(units: ["tried.service": unit], check: HealthCheck()) { trial in
      let verdict = try await trial.runner.run(.empty).verdict
      #expect(verdict.isPassed, "\(verdict)")
    }
    let astray = "[Service]\nType=oneshot\nWorkingDirectory=/never\nExecStart=-/bin/true\n"
    try await UnitTrial.with(units: ["tried.service": astray], check: HealthCheck()) { trial in
      let evidence = try await trial.runner.run(.empty).verdict.evidence
      #expect(evidence?.reason.contains("200/CHDIR") == true)
    }
  }

  @Test("is that a command which may fail has to run even so")
  func optionalCommand() async throws {
    let unit = """
      [Service]
      ExecStartPre=+/bin/cp /bin/true /root/optional
      ExecStartPre=-/root/optional
      ExecStartPre=-/root/never
      ExecStart=/bin/sleep 1000
      """
    try await UnitTrial.with(units: ["tried.service": unit], check: HealthCheck()) { trial in
      let unrestricted = try await trial.runner.run(.empty)
      #expect(unrestricted.verdict.isPassed, "\(unrestricted.verdict)")
      await trial.runner.learn(
        limits: .baseline(ready: .seconds(20)), normalAnomalies: [], usualLines: unrestricted.usualLines)
      let hidden = RenderedSandbox(properties: [UnitProperty("ProtectHome", .string("tmpfs"))], dropIn: "")
      let evidence = try await trial.runner.run(hidden).verdict.evidence
      #expect(evidence?.reason.contains("/root/optional") == true, "\(String(describing: evidence))")
      let other = RenderedSandbox(properties: [UnitProperty("LockPersonality", .bool(true))], dropIn: "")
      let passed = try await trial.runner.run(other).verdict
      #expect(passed.isPassed, "\(passed)")
    }
  }

  static let restarting = [
    """
    Type=exec
    Restart=no
    RestartForceExitStatus=3
    ExecStart=/bin/sh -c 'test -e /var/lib/tried/made && exec sleep 1000; touch /var/lib/tried/made; exit 3'
    """,
    """
    Type=notify
    NotifyAccess=all
    Restart=always
    ExecStart=/bin/sh -c 'test -e /var/lib/tried/made && systemd-notify --ready && exec sleep 1000; \
    touch /var/lib/tried/made'
    """,
  ]

  @Test(
    "is that a service which has itself restarted on purpose is healthy, as often as it was allowed to",
    arguments: restarting)
  func restarts(settings: String) async throws {
    let unit = "[Service]\nStateDirectory=tried\nRestartSec=50ms\n\(settings)\n"
    try await UnitTrial.with(
      units: ["tried.service": unit], check: HealthCheck(ready: "test -e /var/lib/tried/made && sleep 0.5")
    ) { trial in
      #expect(try await trial.runner.run(.empty, observing: true).verdict.isPassed == false)
      await trial.runner.allowRestarts(5)
      let report = try await trial.runner.run(.empty, observing: true)
      #expect(report.verdict.isPassed, "\(report.verdict)")
      #expect(report.runtime.restarts == 1)
    }
  }

  static let asking = [
    (
      """
      Type=exec
      ExecStart=/bin/sh -c 'test -e /var/lib/tried/made && { touch /run/tried/up; exec sleep 1000; }; \
      touch /var/lib/tried/made; systemctl restart --no-block tried.service; exec sleep 1000'
      """, "true"
    ),
    (
      """
      Type=notify
      NotifyAccess=all
      ExecStart=/bin/sh -c 'test -e /var/lib/tried/made && touch /run/tried/up && systemd-notify --ready && \
      exec sleep 1000; touch /var/lib/tried/made; systemctl restart --no-block tried.service; exec sleep 1000'
      """, "true"
    ),
    (
      "Type=exec\nExecStart=/bin/sh -c 'touch /run/tried/up; exec sleep 1000'",
      "rm /run/tried/up && systemctl restart tried.service && until test -e /run/tried/up; do sleep 0.02; done"
    ),
  ]

  @Test("is that a service is healthy which is restarted because somebody has asked for it", arguments: asking)
  func askedFor(settings: String, probe: String) async throws {
    let unit = "[Service]\nStateDirectory=tried\nRuntimeDirectory=tried\n\(settings)\n"
    try await UnitTrial.with(
      units: ["tried.service": unit],
      check: HealthCheck(ready: "test -e /run/tried/up", probes: [.exec(probe)], settle: .milliseconds(300))
    ) { trial in
      for _ in 0..<2 {
        let verdict = try await trial.runner.run(.empty, observing: true).verdict
        #expect(verdict.isPassed, "\(verdict)")
      }
      let brief = RenderedSandbox(properties: [UnitProperty("RuntimeMaxUSec", .uint64(100_000))], dropIn: "")
      #expect(try await !trial.runner.run(brief).verdict.isPassed)
    }
  }

  @Test("again is a restart, through which lives what does so in production")
  func restart() async throws {
    let unit = """
      [Service]
      Type=exec
      RuntimeDirectory=tried
      RuntimeDirectoryPreserve=restart
      ExecStart=/bin/sh -c 'test -e /run/again && ! test -e /run/tried/kept && exit 1; touch /run/again /run/tried/kept; exec sleep 1000'
      """
    try await UnitTrial.with(
      units: ["tried.service": unit], check: HealthCheck(probes: [.exec("test -e /run/tried/kept")])
    ) { trial in
      for _ in 0..<2 {
        let verdict = try await trial.runner.run(.empty).verdict
        #expect(verdict.isPassed, "\(verdict)")
      }
    }
  }

  @Test("is not enough where it fails a moment after it has answered")
  func late() async throws {
    let unit =
      "[Service]\nType=exec\nExecStart=/bin/sh -c 'touch /run/fine; sleep 0.4; rm /run/fine; exec sleep 1000'\n"
    try await UnitTrial.with(
      units: ["tried.service": unit],
      check: HealthCheck(ready: "test -e /run/fine", probes: [.exec("test -e /run/fine")], settle: .seconds(1))
    ) { trial in
      let evidence = try await trial.runner.run(.empty).verdict.evidence
      #expect(evidence?.phase == .health(1))
    }
  }
}
