import Profiles
import Sandboxing
import Testing
import Uses

/// For each source of evidence a service of which only that source knows something.
@Suite struct SourceTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var restriction: Restriction
    /// What the reason has to say.
    var reason: String
    var unit = ""
    var properties: [String: BusValue] = [:]
    var files: [String: String] = [:]
    var directories: [String] = []
    var programs: [String: String] = [:]
    var runtime = Case.quiet
    var needed: [Use] = []
    /// Whether it is started as an ordinary user in the sandbox that is judged, and as root without it.
    var becomesUser = false

    var testDescription: String { name }

    /// Of a service that was looked at, and made no file.
    static var quiet: RuntimeObservation {
      var runtime = RuntimeObservation()
      runtime.madeFiles = []
      return runtime
    }
  }

  static let platform = Platform(
    systemdVersion: 252,
    capabilities: [
      "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_NET_ADMIN", "CAP_DAC_READ_SEARCH",
      "CAP_NET_BIND_SERVICE", "CAP_KILL",
    ],
    systemCallGroups: [
      "@default": ["brk"],
      "@known": ["brk", "fsync", "fdatasync", "sync", "chown", "fchown", "capset", "socket", "connect", "select"],
      "@system-service": ["fsync", "chown", "socket", "select"], "@network-io": ["socket", "connect"],
      "@sync": ["fsync", "fdatasync", "sync"], "@chown": ["chown", "fchown"],
      "@privileged": ["chown", "fchown", "capset"], "@io-event": ["select"],
    ])

  static func start(_ program: String) -> BusValue {
    .array(element: "(sas)", [.structure([.string(program), .strings([program])])])
  }

  static func runtime(_ change: (inout RuntimeObservation) -> Void) -> RuntimeObservation {
    var runtime = Case.quiet
    change(&runtime)
    return runtime
  }

  static let cases = general + directories

  private static let general = [
    Case(
      name: "unit: a path that it grants", restriction: Restriction("ReadWritePaths", "~/etc/redis"),
      reason: "its unit grants ReadWritePaths=/etc/redis",
      properties: ["ReadWritePaths": .strings(["-/etc/redis"]), "ProtectSystem": .string("strict")],
      directories: ["/etc/redis"]),
    Case(
      name: "unit: what it says no to", restriction: Restriction("PrivateTmp", "yes"),
      reason: "its unit says PrivateTmp=false", unit: "[Service]\nPrivateTmp=false\n"),
    Case(
      name: "unit: core files that it asks for", restriction: Restriction("LimitCORE", "0"),
      reason: "its unit says LimitCORE=infinity", unit: "[Service]\nLimitCORE=infinity\n"),
    Case(
      name: "unit: an address family that it allows",
      restriction: Restriction("RestrictAddressFamilies", "~AF_NETLINK"),
      reason: "its unit grants RestrictAddressFamilies=AF_NETLINK",
      unit: "[Service]\nRestrictAddressFamilies=AF_UNIX \\\n  AF_NETLINK\n"),
    Case(
      name: "unit: a name on the bus", restriction: Restriction("InaccessiblePaths", "/run/dbus"),
      reason: "its unit says BusName=org.example.D", properties: ["BusName": .string("org.example.D")],
      runtime: runtime { $0.observation.controlSockets = ["/run/dbus"] }),
    Case(
      name: "package: logs that a group reads", restriction: Restriction("UMask", "0077"),
      reason: "/etc/logrotate.d/d makes logs with mode 640",
      properties: ["ExecStart": start("/usr/sbin/d")],
      files: [
        "/usr/sbin/d": "", "/var/lib/dpkg/info/d.list": "/.\n/usr/sbin/d\n/etc/logrotate.d/d\n",
        "/etc/logrotate.d/d": "/var/log/d/*.log {\n  create 640 d adm\n}\n",
      ]),
    Case(
      name: "package: configuration that names a path", restriction: Restriction("InaccessiblePaths", "/srv"),
      reason: "/etc/d.conf names /srv/pages", properties: ["ExecStart": start("/usr/sbin/d")],
      files: [
        "/usr/sbin/d": "", "/var/lib/dpkg/info/d.list": "/.\n/usr/sbin/d\n/etc/d.conf\n",
        "/etc/d.conf": "# root = /srv/other\nroot = /srv/pages\n", "/srv/pages/index": "",
      ]),
    Case(
      name: "program: a call that it imports", restriction: Restriction("SystemCallFilter", "~@sync"),
      reason: "/usr/sbin/d imports", properties: ["ExecStart": start("/usr/sbin/d"), "User": .string("d")],
      programs: ["/usr/sbin/d": "/usr/bin/sync"]),
    Case(
      name: "program: a log that it keeps over /dev/log",
      restriction: Restriction("RestrictAddressFamilies", "~AF_UNIX"),
      reason: "syslog", properties: ["ExecStart": start("/usr/sbin/d"), "User": .string("d")],
      programs: ["/usr/sbin/d": "/usr/lib/x86_64-linux-gnu/libapparmor.so.1"]),
    Case(
      name: "program: a way to wait for some clients", restriction: Restriction("SystemCallFilter", "~@io-event"),
      reason: "/usr/sbin/d imports select", properties: ["ExecStart": start("/usr/sbin/d")],
      programs: ["/usr/sbin/d": "/usr/bin/perl"]),
    Case(
      name: "program: files that it gives to groups of its own",
      restriction: Restriction("SystemCallFilter", "~@chown"),
      reason: "/usr/sbin/d imports", properties: ["ExecStart": start("/usr/sbin/d"), "User": .string("d")],
      programs: ["/usr/sbin/d": "/usr/bin/chown"]),
    Case(
      name: "unit: a capability that it gives to its user",
      restriction: Restriction("CapabilityBoundingSet", "~CAP_NET_ADMIN"),
      reason: "its unit grants AmbientCapabilities=CAP_NET_ADMIN",
      unit: "[Service]\nAmbientCapabilities=CAP_NET_ADMIN\n",
      properties: [
        "User": .string("d"), "NoNewPrivileges": .bool(true), "CapabilityBoundingSet": .uint64(1 << 4),
        "AmbientCapabilities": .uint64(1 << 4),
      ]),
    Case(
      name: "package: lines of AppArmor's, which begin with paths",
      restriction: Restriction("InaccessiblePaths", "/var/lib/d"), reason: "/etc/apparmor.d/d names /var/lib/d",
      properties: ["ExecStart": start("/usr/sbin/d")],
      files: [
        "/usr/sbin/d": "", "/var/lib/dpkg/info/d.list": "/.\n/usr/sbin/d\n/etc/apparmor.d/d\n",
        "/etc/apparmor.d/d": "  /var/lib/d/** rw,\n",
      ], directories: ["/var/lib/d"]),
    Case(
      name: "kind: sessions, which mount for all", restriction: Restriction("PrivateMounts", "yes"),
      reason: "/usr/sbin/sshd runs sessions of other users", properties: ["ExecStart": start("/usr/sbin/sshd")],
      files: ["/usr/sbin/sshd": ""]),
    Case(
      name: "program: an interpreter", restriction: Restriction("SystemCallFilter", "~@sync"),
      reason: "what /usr/bin/python3.11 runs can do it", properties: ["ExecStart": start("/usr/bin/python3.11")],
      files: ["/usr/bin/python3.11": ""]),
    Case(
      name: "unit: a capability to read everything", restriction: Restriction("InaccessiblePaths", "/srv"),
      reason: "its unit grants AmbientCapabilities=CAP_DAC_READ_SEARCH",
      unit: "[Service]\nAmbientCapabilities=CAP_DAC_READ_SEARCH\n", directories: ["/srv"]),
    Case(
      name: "package: logs that are made for another user",
      restriction: Restriction("CapabilityBoundingSet", "~CAP_DAC_OVERRIDE"),
      reason: "/etc/logrotate.d/d makes logs with mode 640 for d", properties: ["ExecStart": start("/usr/sbin/d")],
      files: [
        "/usr/sbin/d": "", "/var/lib/dpkg/info/d.list": "/.\n/usr/sbin/d\n/etc/logrotate.d/d\n",
        "/etc/logrotate.d/d": "/var/log/d/*.log {\n  create 640 d adm\n}\n",
      ]),
    Case(
      name: "package: a helper that nothing ran", restriction: Restriction("SystemCallFilter", "~@sync"),
      reason: "/usr/lib/d/helper imports", properties: ["ExecStart": start("/usr/sbin/d")],
      files: ["/var/lib/dpkg/info/d.list": "/.\n/usr/sbin/d\n/usr/lib/d/helper\n"],
      programs: ["/usr/lib/d/helper": "/usr/bin/sync", "/usr/sbin/d": "/usr/bin/env"]),
    Case(
      name: "program: names that it looks up", restriction: Restriction("PrivateNetwork", "yes"),
      reason: "/usr/sbin/d imports getaddrinfo", properties: ["ExecStart": start("/usr/sbin/d"), "User": .string("d")],
      programs: ["/usr/sbin/d": "/usr/bin/getent"]),
    Case(
      name: "program: what belongs to the names that it looks up",
      restriction: Restriction("SystemCallFilter", "~@network-io"),
      reason: "/usr/sbin/d imports getaddrinfo", properties: ["ExecStart": start("/usr/sbin/d"), "User": .string("d")],
      programs: ["/usr/sbin/d": "/usr/bin/getent"]),
    Case(
      name: "program: files that it sends", restriction: Restriction("InaccessiblePaths", "/srv"),
      reason: "/usr/sbin/d imports sendfile", properties: ["ExecStart": start("/usr/sbin/d")],
      directories: ["/srv"], programs: ["/usr/sbin/d": "/usr/bin/choom"]),
    Case(
      name: "program: keys that only root may read",
      restriction: Restriction("CapabilityBoundingSet", "~CAP_DAC_READ_SEARCH"),
      reason: "/usr/sbin/d-tls imports gnutls_certificate_set_x509_key_file",
      properties: ["ExecStart": start("/usr/sbin/d")],
      programs: ["/usr/sbin/d": "/usr/bin/mount", "/usr/sbin/d-tls": "/usr/lib/apt/methods/http"],
      runtime: runtime { $0.programs = ["/usr/sbin/d-tls"] }, becomesUser: true),
    Case(
      name: "program: ports below 1024, which it serves as root",
      restriction: Restriction("CapabilityBoundingSet", "~CAP_NET_BIND_SERVICE"),
      reason: "it starts as root and listens on tcp:8080", properties: ["ExecStart": start("/usr/sbin/d")],
      programs: ["/usr/sbin/d": "/usr/bin/ss"],
      runtime: runtime { $0.observation.boundPorts = ["tcp:8080"] }, becomesUser: true),
    Case(
      name: "program: a shell, whose scripts log", restriction: Restriction("RestrictAddressFamilies", "~AF_UNIX"),
      reason: "a script of /bin/bash logs over it", properties: ["ExecStart": start("/usr/sbin/d")],
      files: ["/usr/sbin/d": "#!/bin/bash -e\n"]),
    Case(
      name: "program: one that lets users in", restriction: Restriction("ProtectHome", "yes"),
      reason: "/usr/sbin/d imports pam_authenticate", properties: ["ExecStart": start("/usr/sbin/d")],
      directories: ["/home"], programs: ["/usr/sbin/d": "/usr/bin/su"]),
    Case(
      name: "program: one that acts as others for a while", restriction: Restriction("User", "d"),
      reason: "/usr/sbin/d imports seteuid", properties: ["ExecStart": start("/usr/sbin/d")],
      programs: ["/usr/sbin/d": "/usr/bin/perl"], runtime: runtime { $0.observation.user = "d" }),
    Case(
      name: "program: one that is setuid", restriction: Restriction("NoNewPrivileges", "yes"),
      reason: "it is started as /usr/sbin/d, which is setuid or setgid",
      properties: ["ExecStart": start("/usr/sbin/d"), "User": .string("d")],
      programs: ["/usr/sbin/d": "/usr/bin/su"]),
    Case(
      name: "baseline: a file that others read", restriction: Restriction("UMask", "0077"),
      reason: "it made /var/log/d.log (mode 0640)",
      runtime: runtime { $0.madeFiles = [SeenFile(path: "/var/log/d.log", mode: 0o640, group: 4)] }),
    Case(
      name: "baseline: files that nobody could see", restriction: Restriction("UMask", "0027"),
      reason: "which files it makes cannot be seen here", runtime: RuntimeObservation()),
    Case(
      name: "baseline: a socket that everybody may connect to", restriction: Restriction("PrivateUsers", "yes"),
      reason: "every user may connect to /run/d.sock",
      runtime: runtime { $0.unixListeners = [SeenFile(path: "/run/d.sock", mode: 0o777, group: 0)] }),
    Case(
      name: "baseline: a capability kept beyond root",
      restriction: Restriction("CapabilityBoundingSet", "~CAP_NET_ADMIN"),
      reason: "gave up root and kept CAP_NET_ADMIN", runtime: runtime { $0.keptCapabilities = 1 << 4 }),
    Case(
      name: "baseline: a socket that it was connected to",
      restriction: Restriction("InaccessiblePaths", "/run/docker.sock"),
      reason: "it was connected to /run/docker.sock",
      runtime: runtime { $0.unixPeers = ["/run/docker.sock"] }),
    Case(
      name: "kind: a service that runs programs of others", restriction: Restriction("NoNewPrivileges", "yes"),
      reason: "/usr/sbin/php-fpm8.2 runs programs of others", properties: ["ExecStart": start("/usr/sbin/php-fpm8.2")],
      files: ["/usr/sbin/php-fpm8.2": ""]),
    Case(
      name: "kind: sessions, which share directories with a group", restriction: Restriction("RestrictSUIDSGID", "yes"),
      reason: "/usr/sbin/sshd runs sessions of other users", properties: ["ExecStart": start("/usr/sbin/sshd")],
      files: ["/usr/sbin/sshd": ""]),
    Case(
      name: "kind: a service that is known to look at the whole machine",
      restriction: Restriction("ProtectProc", "invisible"),
      reason: "/usr/bin/monit looks at the whole machine", properties: ["ExecStart": start("/usr/bin/monit")],
      files: ["/usr/bin/monit": ""]),
    Case(
      name: "kind: a service whose code names what says how the machine is",
      restriction: Restriction("ProtectHome", "yes"),
      reason: "/usr/sbin/d looks at the whole machine: it names /proc/",
      properties: ["ExecStart": start("/usr/sbin/d")],
      directories: ["/home"], programs: ["/usr/sbin/d": "/usr/lib/x86_64-linux-gnu/libproc2.so.0"]),
    Case(
      name: "family: IPv6 with IPv4", restriction: Restriction("RestrictAddressFamilies", "~AF_INET6"),
      reason: "AF_INET goes with it", runtime: runtime { $0.addressFamilies = ["AF_INET"] }),
    Case(
      name: "family: CAP_FOWNER with CAP_CHOWN", restriction: Restriction("CapabilityBoundingSet", "~CAP_FOWNER"),
      reason: "CAP_CHOWN goes with it", needed: [Use(.capability, "CAP_CHOWN")]),
    Case(
      name: "family: CAP_KILL with CAP_SETUID", restriction: Restriction("CapabilityBoundingSet", "~CAP_KILL"),
      reason: "CAP_SETUID goes with it", properties: ["ExecStart": start("/usr/sbin/d")],
      programs: ["/usr/sbin/d": "/usr/bin/newgrp"], needed: [Use(.capability, "CAP_SETUID")]),
  ]

  @Test(arguments: cases) func `what only one source knows is withheld for its reason`(_ example: Case) throws {
    let judgement = try judgement(of: example, margin: .usual)
    let withheld = try #require(judgement.withheld.first { $0.restriction == example.restriction })
    #expect(withheld.seen.contains(example.reason))
    #expect(!withheld.probe.isEmpty)
    #expect(!judgement.kept.contains(example.restriction))
  }

  @Test(arguments: cases) func `with no margin all that passed is kept`(_ example: Case) throws {
    let judgement = try judgement(of: example, margin: .none)
    #expect(judgement.withheld.isEmpty)
    #expect(judgement.kept == Sandbox([example.restriction]))
    #expect(judgement.allowedBack == Observation())
  }

  @Test(arguments: cases) func `of a service of which nothing is known all is kept`(_ example: Case) throws {
    var stranger = Case(name: "", restriction: example.restriction, reason: "")
    // A path is in the list only where the unit or somebody else put it there.
    stranger.properties = example.properties.filter {
      !["BusName", "ExecStart", "ReadWritePaths"].contains($0.key)
    }
    #expect(try judgement(of: stranger, margin: .usual).kept == Sandbox([example.restriction]))
  }

  @Test(arguments: [(UInt64(1 << 7), true), (0, false)])
  func `who lets users in is root for them, unless it has given that up`(capabilities: UInt64, isRoot: Bool) throws {
    let user = Restriction("User", "d")
    let example = Case(
      name: "", restriction: user, reason: "", properties: ["ExecStart": Self.start("/usr/sbin/d")],
      programs: ["/usr/sbin/d": "/usr/bin/su"],
      runtime: Self.runtime {
        ($0.programs, $0.effectiveCapabilities) = (["/usr/sbin/d"], capabilities)
        $0.observation.user = "d"
      })
    #expect(try judgement(of: example, margin: .usual).kept.contains(user) != isRoot)
  }

  func judgement(of example: Case, margin: Margin) throws -> Judgement {
    let fixture = try FixtureTree(example.files, directories: example.directories, programs: example.programs)
    return withExtendedLifetime(fixture) {
      let context = ServiceContext(
        platform: Self.platform, base: example.properties, observed: example.runtime.observation)
      let service = ServiceFacts(
        context: context, unitText: example.unit, runtime: example.runtime, tree: fixture.tree,
        staysRoot: context.runsAsRoot && !example.becomesUser)
      return Judgement(
        of: Sandbox([example.restriction]), knowing: UseReaders.uses(of: service), needing: example.needed,
        margin: margin, of: service)
    }
  }
}
