import LabTesting
import Profiles
import Sandboxing
import Testing
import Trials
import Workflows

/// Services that need something of their machine, or of their manager, which few others need.
@Suite("A find knows of a service", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct UnusualServiceTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var unit = "tried.service"
    /// Units and other files by their paths; what has no directory is a unit.
    let files: [String: String]
    var setup: [String] = []
    var ready: String?
    var probe = "true"
    var reload = false
    var margin = Margin.none
    /// What of what is tried breaks it, and what does not.
    var breaking: [String] = []
    let kept: [String]
  }

  static let cases = [
    Case(
      testDescription: "its console, a pipe of a socket from a template like its own", unit: "tried@one.service",
      files: [
        "tried@.service": """
        [Service]
        Sockets=tried@%i.socket
        StandardInput=socket
        StandardOutput=journal
        StateDirectory=tried
        ExecStart=/bin/sh -c 'while read -r verb rest; do test $verb = stop && exit; echo $rest >> /var/lib/tried/said; done'
        ExecStop=/bin/sh -c 'echo stop > /run/tried-%i/console'
        TimeoutStopSec=3

        """,
        "tried@.socket": """
        [Unit]
        BindsTo=tried@%i.service
        [Socket]
        ListenFIFO=/run/tried-%i/console
        RuntimeDirectory=tried-%i
        RemoveOnStop=yes

        """,
      ], probe: "echo say hello > /run/tried-one/console; until grep -qx hello /var/lib/tried/said; do :; done",
      kept: ["PrivateNetwork=yes", "ProtectSystem=strict"]),
    Case(
      testDescription: "the directory that its escaped name stands for", unit: "tried@srv-of\\x2dit.service",
      files: [
        "tried@.service": """
        [Unit]
        ConditionPathIsDirectory=%f
        RequiresMountsFor=%f
        [Service]
        Type=exec
        ExecStart=/bin/sh -c 'echo x > $0/new && mv $0/new $0/beat && exec sleep 1000' %f

        """
      ], setup: ["mkdir -p /srv/of-it"], probe: "test -s /srv/of-it/beat && systemctl is-active -q \"$CINCH_UNIT\"",
      kept: ["ProtectSystem=strict"]),
    Case(
      testDescription: "a file in /run that is gone with it, whatever else opens /run beside ProtectSystem=strict",
      files: [
        "tried.service": """
        [Service]
        Type=exec
        ExecStart=/bin/sh -c 'trap "rm /run/tried.pid; exit 0" TERM; echo $$$$ > /run/tried.pid || exit; sleep 1000 & wait'

        """
      ], ready: "test -e /run/tried.pid", probe: "test -s /run/tried.pid", breaking: ["ReadWritePaths=~/run"],
      kept: ["ProtectSystem=strict", "ProtectKernelTunables=yes"]),
    Case(
      testDescription: "the group that a helper of an ordinary user's takes on",
      files: [
        "tried.service": """
        [Service]
        Type=exec
        User=daemon
        ExecStart=/bin/sh -c '/usr/local/bin/drop /var/spool/tried/note && exec sleep 1000'

        """
      ],
      setup: [
        "cp /bin/touch /usr/local/bin/drop && chgrp games /usr/local/bin/drop && chmod 2755 /usr/local/bin/drop",
        "mkdir -p /var/spool/tried && chgrp games /var/spool/tried && chmod 2730 /var/spool/tried",
      ], ready: "test -e /var/spool/tried/note", breaking: ["NoNewPrivileges=yes", "PrivateUsers=yes"],
      kept: ["ProtectHome=yes"]),
    Case(
      testDescription: "the bit that a directory has had for years",
      files: [
        "tried.service":
          "[Service]\nType=exec\nExecStartPre=/bin/chmod 750 /var/log/tried\nExecStart=/bin/sleep 1000\n"
      ], setup: ["mkdir -p /var/log/tried && chgrp adm /var/log/tried && chmod 2750 /var/log/tried"],
      probe: "test $(stat -c %a /var/log/tried) = 2750", breaking: ["RestrictSUIDSGID=yes"],
      kept: ["LockPersonality=yes"]),
    Case(
      testDescription: "that its port is the manager's",
      files: [
        "tried.socket": "[Socket]\nListenDatagram=127.0.0.1:7433\n",
        "tried.service": """
        [Service]
        Type=exec
        StandardInput=socket
        StandardOutput=append:/run/said
        ExecStart=/bin/sh -c 'while dd bs=512 count=1 2>/dev/null; do :; done'

        """,
      ], probe: "echo hello > /dev/udp/127.0.0.1/7433; until grep -qx hello /run/said; do :; done", margin: .usual,
      kept: ["PrivateNetwork=yes", "RestrictAddressFamilies=~AF_INET"]),
    Case(
      testDescription: "that root's command signals a process which is no more root's",
      files: [
        "tried.service": """
        [Service]
        Type=exec
        ExecStart=/usr/bin/setpriv --reuid 1 --regid 1 --clear-groups \
        /bin/sh -c 'trap : HUP; while :; do sleep 0.1; done'
        ExecReload=/bin/kill -HUP $MAINPID

        """
      ], reload: true, breaking: ["CapabilityBoundingSet=~CAP_KILL"],
      kept: ["CapabilityBoundingSet=~CAP_SYS_TIME"]),
    Case(
      testDescription: "what a drop-in of its family takes back", unit: "tried-one.service",
      files: [
        "tried-one.service": "[Service]\nType=exec\nExecStart=/bin/sh -c 'touch /run/page; exec sleep 1000'\n",
        "/etc/systemd/system/tried-.service.d/10-site.conf": "[Service]\nUMask=0022\n",
      ], ready: "test -e /run/page", probe: "test $(stat -c %a /run/page) = 644",
      breaking: ["UMask=0027", "UMask=0077"],
      kept: ["LockPersonality=yes"]),
    Case(
      testDescription: "what its preparation leaves for it in a directory of everybody's",
      files: [
        "tried.service": """
        [Service]
        Type=exec
        ExecStartPre=/bin/sh -c 'echo prepared > /tmp/tried'
        ExecStart=/bin/sh -c 'grep -q prepared /tmp/tried && exec sleep 1000'

        """
      ], breaking: ["PrivateTmp=disconnected"], kept: ["PrivateTmp=yes"]),
  ]

  @Test("what few need", arguments: cases)
  func found(case: Case) async throws {
    var check = HealthCheck(
      ready: `case`.ready, probes: [.exec(`case`.probe)], settle: .milliseconds(100), reload: `case`.reload)
    check.setup = `case`.setup
    var request = FindRequest(service: .unit(`case`.unit), check: check)
    request.scope.only = (`case`.breaking + `case`.kept).compactMap { Selection(parsing: $0) }
    request.rehearsals.only = []
    (request.baselines, request.confirmations, request.margin) = (1, 1, `case`.margin)
    let kept = try await FindWorkflow(request, in: labs(`case`.files)) { _ in }.run().kept
    let names = Set(kept.restrictions.map(\.description))
    #expect(names.isSuperset(of: `case`.kept), "\(names.sorted())")
    #expect(names.isDisjoint(with: `case`.breaking), "\(names.sorted())")
  }

  @Test("that it is one connection, which nobody can start by itself")
  func connection() async throws {
    let files = [
      "tried.socket": "[Socket]\nListenStream=/run/tried\nAccept=yes\n",
      "tried@.service": "[Service]\nStandardInput=socket\nExecStart=/bin/cat\n",
    ]
    for unit in ["tried@0.service", "tried@1-127.0.0.1:7434-127.0.0.1:50000.service"] {
      let request = FindRequest(service: .unit(unit), check: HealthCheck(probes: [.exec("true")]))
      await #expect(throws: ServiceError.oneConnection(unit, socket: "tried.socket")) {
        try await FindWorkflow(request, in: labs(files)) { _ in }.run()
      }
    }
  }

  private func labs(_ files: [String: String]) -> UnitLabs {
    UnitLabs(
      files: Dictionary(
        uniqueKeysWithValues: files.map { ($0.hasPrefix("/") ? $0 : "/etc/systemd/system/\($0)", $1) }))
  }
}
