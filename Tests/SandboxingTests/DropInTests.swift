import Testing

@testable import Sandboxing

@Suite struct DropInTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let sandbox: String
    var own: [String: BusValue] = [:]
    var explicit = false
    let text: String
    var testDescription: String { name }
  }

  @Test(arguments: [
    Case(name: "nothing", sandbox: "", text: "[Service]\n"),
    Case(
      name: "a web server that drops its privileges itself",
      sandbox: """
        SystemCallFilter=@system-service SystemCallFilter=~@resources NoNewPrivileges=yes PrivateTmp=yes \
        ProtectSystem=strict PrivateDevices=yes DevicePolicy=closed ProtectClock=yes RestrictNamespaces=yes \
        CapabilityBoundingSet=~CAP_SYS_ADMIN CapabilityBoundingSet=~CAP_BPF LockPersonality=yes UMask=0027 \
        RestrictAddressFamilies=~AF_PACKET
        """,
      text: """
        [Service]

        # Identity
        # CapabilityBoundingSet: what needs it only on a bad day (a first start, a permission repair, a rotation) fails on that day
        CapabilityBoundingSet=~CAP_SYS_ADMIN CAP_BPF
        # NoNewPrivileges: setuid programs that it or its sessions run (sudo, ping, sendmail) silently run without their privilege
        NoNewPrivileges=yes
        # UMask: other users' programs that read its files (log shippers, backup, a web server) lose access to new ones
        UMask=0027

        # File system
        # PrivateTmp: sockets and files in /tmp or /var/tmp that other programs exchange with it are no longer shared
        PrivateTmp=yes
        # ProtectSystem: self-updates, and files written rarely (rotation, crash reports, first use), fail only on that day
        ProtectSystem=strict
        # ReadWritePaths: a path that the baseline run did not write (a rotation, a second log) is read-only on the day it matters
        ReadWritePaths=-/var/log/nginx

        # Devices
        # PrivateDevices: hardware that is plugged in later, or used rarely, is not found
        PrivateDevices=yes

        # Kernel
        ProtectClock=yes

        # Processes
        # RestrictNamespaces: a daemon that isolates its children with namespaces may quietly stop isolating them
        RestrictNamespaces=yes
        LockPersonality=yes

        # Network
        # RestrictAddressFamilies: name lookups, logging or interface lists that need AF_UNIX or AF_NETLINK may fail without an error
        RestrictAddressFamilies=~AF_PACKET

        # System calls
        # SystemCallFilter: code that the health check does not exercise may need another call
        SystemCallFilter=@system-service
        SystemCallFilter=~@resources
        # SystemCallErrorNumber: EPERM: a program may go on without what it was denied and not say so
        SystemCallErrorNumber=EPERM

        """),
    Case(
      name: "lists that the unit has are reset where a line would add to them",
      sandbox: """
        RestrictAddressFamilies=~AF_INET CapabilityBoundingSet=~CAP_CHOWN SystemCallArchitectures=native \
        SupplementaryGroups=~adm RestrictNamespaces=~user RestrictNamespaces=~net
        """,
      own: [
        "RestrictAddressFamilies": .list(allow: true, ["AF_UNIX", "AF_INET"]), "CapabilityBoundingSet": .uint64(0b11),
        "SystemCallArchitectures": .strings(["native", "x86"]), "SupplementaryGroups": .strings(["adm", "ssl-cert"]),
        "RestrictNamespaces": .uint64(0x5002_0000),
      ],
      text: """
        [Service]

        # Identity
        SupplementaryGroups=
        SupplementaryGroups=ssl-cert
        # CapabilityBoundingSet: what needs it only on a bad day (a first start, a permission repair, a rotation) fails on that day
        CapabilityBoundingSet=
        CapabilityBoundingSet=CAP_DAC_OVERRIDE

        # Processes
        # RestrictNamespaces: a daemon that isolates its children with namespaces may quietly stop isolating them
        RestrictNamespaces=
        RestrictNamespaces=mnt

        # Network
        # RestrictAddressFamilies: name lookups, logging or interface lists that need AF_UNIX or AF_NETLINK may fail without an error
        RestrictAddressFamilies=
        RestrictAddressFamilies=AF_UNIX

        # System calls
        # SystemCallArchitectures: 32-bit programs that it runs die at once
        SystemCallArchitectures=
        SystemCallArchitectures=native

        """),
    Case(
      name: "lists that the unit has are added to where that is what it takes",
      sandbox: "InaccessiblePaths=/srv", own: ["InaccessiblePaths": .strings(["/opt"])],
      text: """
        [Service]

        # File system
        # InaccessiblePaths: what it reads or asks rarely, or only with another configuration, is gone; a hidden socket that is made anew (systemd is executed again) is there again until the service restarts
        InaccessiblePaths=-/srv

        """),
    Case(
      name: "nothing at all is left of a set",
      sandbox: (["RestrictAddressFamilies=none"] + ServiceContexts.capabilities.map { "CapabilityBoundingSet=~\($0)" })
        .joined(separator: " "),
      text: """
        [Service]

        # Identity
        # CapabilityBoundingSet: what needs it only on a bad day (a first start, a permission repair, a rotation) fails on that day
        CapabilityBoundingSet=

        # Network
        # RestrictAddressFamilies: name lookups, logging or interface lists that need AF_UNIX or AF_NETLINK may fail without an error
        RestrictAddressFamilies=none

        """),
    Case(
      name: "what a dynamic user implies is left out",
      sandbox: "DynamicUser=yes ProtectHome=yes",
      text: """
        [Service]

        # Identity
        # DynamicUser: files that it shares with other programs by owner or group become unreadable to them
        DynamicUser=yes
        # AmbientCapabilities: all that it runs inherits these, unlike root's, which end where a program changes to another user
        AmbientCapabilities=~

        # File system
        # ProtectHome: configuration or content that some user keeps in a home directory is no longer found
        ProtectHome=yes

        """),
  ])
  func aSandboxBecomesADropIn(expected: Case) {
    let context = ServiceContexts.context(own: expected.own) { $0.writtenDirectories = ["/var/log/nginx"] }
    #expect(Rendering(of: sandbox(expected.sandbox), on: context).dropIn(explicit: expected.explicit) == expected.text)
  }

  @Test func explicitWritesWhatIsImpliedAsWell() {
    let rendering = Rendering(of: sandbox("PrivateDevices=yes DevicePolicy=closed"), on: ServiceContexts.context())
    #expect(!rendering.dropIn().contains("DevicePolicy="))
    #expect(rendering.dropIn(explicit: true).contains("DevicePolicy=closed"))
  }

  @Test func whatIsTighterThanWhatIsImpliedIsWritten() {
    let rendering = Rendering(of: sandbox("PrivateDevices=yes DevicePolicy=strict"), on: ServiceContexts.context())
    #expect(rendering.dropIn().contains("\nDevicePolicy=strict\n"))
  }
}
