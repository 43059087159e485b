import LabTesting
import Logging
import Sandboxing
import Systemd
import Testing

@testable import Trials

@Suite("A service on a host", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct HostEnvironmentTests {
  @Test("is seen to write where it holds files open, and its PID file, and to read what /proc tells of the machine")
  func runtime() async throws {
    try await TestLabs.withLab { lab in
      let root = lab.root
      let manager = try await Manager(.bus(path: root + "/run/dbus/system_bus_socket"))
      try lab.write(
        """
        [Service]
        Type=forking
        PIDFile=/run/tried/pid
        RuntimeDirectory=tried
        LogsDirectory=tried
        ExecStart=/bin/sh -c 'umask 027; (read -r x < /proc/meminfo; exec sleep 1000) >> /var/log/tried/log & echo $! > /run/tried/pid'

        """, to: "/etc/systemd/system/tried.service")
      try await manager.reload()
      let environment = try HostEnvironment(manager, root: root)
      let subject = try await manager.clone(of: "tried.service").subject(named: "cinch-tried.service")
      let runner = TrialRunner(
        subject, check: HealthCheck(settle: .milliseconds(50)), on: environment,
        launcher: TransientLauncher(subject, on: environment), name: "tried", log: Logger(label: "tried"))
      let report = try await runner.run(.empty, observing: true)
      #expect(report.verdict.isPassed, "\(report.verdict)")
      #expect(report.runtime.observation.writtenDirectories == ["/run/tried", "/var/log/tried"])
      #expect(report.runtime.madeFiles?.map(\.path).sorted() == ["/run/tried/pid", "/var/log/tried/log"])
      #expect(report.runtime.writtenFiles == nil)
      #expect(report.runtime.systemFiles?.contains("/meminfo") == true)
    }
  }
}

@Suite("A host as a place for trials")
struct HostProviderTests {
  @Test("does not say that a service is stopped before it was looked at")
  func opening() {
    let opening = HostProvider(lockDirectory: "/run/cinch", actProgram: nil).opening
    #expect(opening.hasPrefix("asking this machine's systemd"))
  }
}
