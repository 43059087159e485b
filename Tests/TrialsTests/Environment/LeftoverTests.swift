import LabTesting
import Systemd
import Testing

@testable import Trials

@Suite("What came with a trial", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct LeftoverTests {
  struct Companion: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let unit: String
    var others: [String: String] = [:]
    let probe: String
    /// What must hold after a trial.
    let after: String
  }

  static let companions = [
    Companion(
      testDescription: "a service that it requires",
      unit: "[Unit]\nRequires=other.service\nAfter=other.service\n[Service]\nExecStart=/bin/sleep 1000\n",
      others: [
        "other.service": """
        [Service]
        Type=exec
        RuntimeDirectory=other
        ExecStart=/bin/sh -c 'test -e /run/other/mark && exit 1; touch /run/other/mark; exec sleep 1000'
        """
      ], probe: "test -e /run/other/mark", after: "! systemctl is-active other.service && ! test -e /run/other"),
    Companion(
      testDescription: "a process that outlives it",
      unit: """
        [Service]
        Type=exec
        KillMode=process
        ExecStart=/bin/sh -c 'test -e /run/helper || { setsid sleep 1234 & echo $! > /run/helper; }; exec sleep 1000'
        """, probe: "kill -0 $(cat /run/helper)", after: "! grep -qs 123[4] /proc/[0-9]*/cmdline"),
    Companion(
      testDescription: "a unit that it has made",
      unit: """
        [Service]
        Type=exec
        ExecStartPre=-/usr/bin/systemd-run --unit=made sleep 1000
        ExecStart=/bin/sleep 1000
        """, probe: "systemctl is-active made.service", after: "! systemctl is-active made.service"),
    Companion(
      testDescription: "a file system that it has mounted",
      unit: """
        [Service]
        Type=exec
        ExecStartPre=/bin/mount -t tmpfs none /mnt
        ExecStart=/bin/sleep 1000
        """, probe: "mountpoint -q /mnt", after: "! mountpoint -q /mnt"),
    Companion(
      testDescription: "a directory on which a unit mounts",
      unit: "[Unit]\nRequires=run-place.mount\nAfter=run-place.mount\n[Service]\nExecStart=/bin/sleep 1000\n",
      others: ["run-place.mount": "[Mount]\nWhat=none\nWhere=/run/place\nType=tmpfs\n"],
      probe: "mountpoint -q /run/place", after: "! mountpoint -q /run/place"),
    Companion(
      testDescription: "a file that nobody may change",
      unit:
        "[Service]\nType=exec\nExecStart=/bin/sh -c 'touch /var/lib/fixed; chattr +i /var/lib/fixed; exec sleep 1000'\n",
      probe: "test -e /var/lib/fixed", after: "! test -e /var/lib/fixed"),
  ]

  @Test("ends with it, so that the next one starts from nothing", arguments: companions)
  func ends(case: Companion) async throws {
    let units = `case`.others.merging(["tried.service": `case`.unit]) { first, _ in first }
    try await UnitTrial.with(
      units: units, check: HealthCheck(ready: `case`.probe, probes: [.exec(`case`.probe)], restart: false)
    ) { trial in
      for _ in 0..<2 {
        let verdict = try await trial.runner.run(.empty).verdict
        #expect(verdict.isPassed, "\(verdict)")
        let after = try await trial.lab.run(["sh", "-c", `case`.after])
        #expect(after.isSuccess, "\(after.output)\(after.error)")
      }
    }
  }

  @Test("leaves alone what ran before, and its files")
  func standing() async throws {
    let before = """
      [Service]
      Type=exec
      StateDirectory=before
      WorkingDirectory=/var/lib/before
      ExecStart=/bin/sh -c 'exec 3>>log; while :; do test -e /run/write && { echo line >&3; rm /run/write; }; sleep 0.02; done'
      """
    let tried = """
      [Unit]
      Requires=before.service
      [Service]
      Type=exec
      ExecStart=/bin/sh -c 'touch /run/write /var/lib/own; exec sleep 1000'
      """
    try await UnitTrial.with(
      units: ["tried.service": tried, "before.service": before], before: ["before.service"],
      check: HealthCheck(ready: "test -e /var/lib/own && ! test -e /run/write", restart: false)
    ) { trial in
      let process = try await trial.environment.manager.property("MainPID", interface: "Service", of: "before.service")
      for number in 1...2 {
        let verdict = try await trial.runner.run(.empty).verdict
        #expect(verdict.isPassed, "\(verdict)")
        let log = try trial.lab.read("/var/lib/before/log")
        #expect(log == String(repeating: "line\n", count: number))
        #expect((try? trial.lab.read("/var/lib/own")) == nil)
      }
      let later = try await trial.environment.manager.property("MainPID", interface: "Service", of: "before.service")
      #expect(process == later)
    }
  }
}
