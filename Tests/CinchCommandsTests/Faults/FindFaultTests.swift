import Lab
import LabTesting
import Testing

@Suite(
  "A find on a host comes to its end and leaves the host whole", .serialized,
  .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct FindFaultTests {
  private static let manager: [FindFault] = [
    FindFault(
      testDescription: "the bus dies", probe: "systemctl kill --signal=KILL dbus.service; exec sleep 60", status: 1,
      says: "cinch: "),
    FindFault(
      testDescription: "somebody reloads the manager", probe: "systemctl daemon-reload", status: 0, fate: "kept"),
    FindFault(
      testDescription: "the manager executes itself anew", prepare: "systemctl daemon-reexec",
      probe: "[ -e /root/once ] || { touch /root/once; systemctl daemon-reexec; }", status: 0, fate: "kept"),
    FindFault(
      testDescription: "a second SIGINT, while the first one's cleaning up takes its time",
      settings: "ExecStart=/bin/sleep infinity\nExecStopPost=/bin/bash /root/second",
      prepare: """
        printf %s '[ ! -e /root/first ] || { rm /root/first; kill -INT \(HostLab.cinchProcess); sleep 30; }' > /root/second
        """,
      probe: "touch /root/first; kill -INT \(HostLab.cinchProcess); exec sleep 60", status: 130),
    FindFault(
      testDescription: "the journal is full",
      prepare: """
        mount -t tmpfs -o size=1m none /run/log/journal && systemctl restart systemd-journald
        head -c 2M /dev/zero > /run/log/journal/fill; df /run/log/journal | grep -q 100%
        """,
      probe: FindFault.isUnrestricted, status: 0, fate: "rejected"),
  ]

  private static let service: [FindFault] = [
    FindFault(
      testDescription: "a start that hangs", settings: "Type=notify\nExecStart=/bin/sleep infinity\nTimeoutStartSec=1",
      status: 4, says: "(start: "),
    FindFault(
      testDescription: "a start that hangs under a restriction",
      settings: """
        Type=notify
        NotifyAccess=all
        ExecStart=/bin/sh -c 'touch /usr/example && systemd-notify --ready; exec sleep infinity'
        """,
      restriction: "ProtectSystem=yes", status: 0, fate: "rejected"),
    FindFault(
      testDescription: "a service that ignores SIGTERM",
      settings: "ExecStart=/bin/sh -c 'trap \"\" TERM; while :; do sleep 1; done'\nTimeoutStopSec=1", status: 4,
      says: "it did not stop cleanly: timeout"),
    FindFault(
      testDescription: "a service that floods the log", settings: "ExecStart=/usr/bin/yes flood",
      probe: FindFault.isUnrestricted, status: 0, fate: "rejected"),
    FindFault(
      testDescription: "terminal escapes in the log and from the probe",
      settings: #"ExecStart=/bin/sh -c 'printf "\\033]0;owned\\007\\n\\033[2J\\n"; exec sleep infinity'"#,
      probe: #"printf '\033]0;owned\007\033[31m\0\377'; false"#, status: 4, says: "the probe said unhealthy"),
    FindFault(
      testDescription: "endless binary output of a probe",
      probe: "\(FindFault.isUnrestricted) || exec cat /dev/urandom", status: 0, fate: "rejected"),
    FindFault(
      testDescription: "a thousand settings",
      settings: "Type=exec\nExecStart=/bin/sleep infinity\n"
        + (1...1000).map { "Environment='VARIABLE_\($0)=\($0) %% $$ ; \\\\ \"quoted\"'" }.joined(separator: "\n"),
      probe: #"tr '\0' '\n' < /proc/$CINCH_MAINPID/environ | grep -Fqx 'VARIABLE_1000=1000 % $$ ; \ "quoted"'"#,
      status: 0, fate: "kept"),
    // It changes the manager for good, and so comes last.
    FindFault(
      testDescription: "a directive that is accepted and not enforced",
      prepare: """
        mkdir -p /etc/systemd/system.conf.d
        printf '[Manager]\\nManagerEnvironment=SYSTEMD_SECCOMP=0\\n' > /etc/systemd/system.conf.d/no-filters.conf
        systemctl daemon-reexec
        """,
      status: 0, fate: "notEnforced"),
  ]

  private static let resources: [FindFault] = [
    // Whether the next probe can fork in time is another question.
    FindFault(testDescription: "a probe is a fork bomb", probe: "bomb() { bomb | bomb & }; bomb", status: nil),
    FindFault(
      testDescription: "a probe eats memory", probe: "head -c 1G /dev/zero | tail > /dev/null; true", status: 0,
      fate: "kept"),
    // It ends by itself: when, nobody can say, so that it has to be over before anybody looks.
    FindFault(
      testDescription: "a service eats memory", settings: "ExecStart=/bin/sh -c 'head -c 1G /dev/zero | tail'",
      prepare: "systemctl start --wait \(HostLab.unit); systemctl reset-failed",
      probe: "sleep 60", status: 4, says: "it went down"),
  ]

  @Test("whatever is used up, in a lab that has little")
  func usedUp() async throws {
    try await HostLab.withLab(limits: Lab.Limits(memory: 512 << 20, tasks: 300)) { host in
      for fault in Self.resources { try await host.suffer(fault) }
    }
  }

  @Test("whatever happens to the manager")
  func managers() async throws {
    try await HostLab.withLab { host in
      for fault in Self.manager { try await host.suffer(fault) }
    }
  }

  @Test("whatever the service and its probe do")
  func services() async throws {
    try await HostLab.withLab { host in
      for fault in Self.service { try await host.suffer(fault) }
    }
  }
}
