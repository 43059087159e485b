import Testing

@testable import Sandboxing

/// What is taken away as a whole, but for what the service was seen to use.
@Suite struct AllowlistTests {
  static func context(own: [String: BusValue] = [:]) -> ServiceContext {
    ServiceContexts.context(own: own) { observed in
      observed.writtenDirectories = ["/run", "/run/nginx", "/var/log/nginx", "/tmp/x", "/dev/shm", "/var/lib/nginx"]
      observed.executedDirectories = ["/usr/sbin", "/usr/lib"]
      observed.boundPorts = ["tcp:80", "ipv6:udp:5000-5010", "nonsense"]
      observed.addresses = ["localhost", "nonsense"]
      observed.devices = ["/dev/fuse"]
      observed.readDirectories = ["/etc/nginx", "/usr", "/var/log/nginx"]
      observed.user = "www-data"
      observed.group = "web"
    }
  }

  static func values(_ text: String, own: [String: BusValue] = [:]) -> [String: String] {
    let rendering = Rendering(of: sandbox(text), on: context(own: own))
    return Dictionary(
      uniqueKeysWithValues: rendering.settings.map {
        ($0.directive.name, rendering.effectiveValue(of: $0.directive.name) ?? "")
      })
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let sandbox: String
    var own: [String: BusValue] = [:]
    let values: [String: String]
    var testDescription: String { "\(sandbox) over \(own.keys.sorted())" }
  }

  @Test(arguments: [
    Case(
      sandbox: "ProtectSystem=strict",
      values: ["ProtectSystem": "strict", "ReadWritePaths": "-/run -/var/log/nginx -/tmp/x -/var/lib/nginx"]),
    Case(
      sandbox: "PrivateTmp=yes ProtectSystem=strict",
      values: [
        "PrivateTmp": "yes", "ProtectSystem": "strict", "ReadWritePaths": "-/run -/var/log/nginx -/var/lib/nginx",
      ]),
    Case(
      sandbox: "PrivateTmp=yes ReadWritePaths=~/run ReadWritePaths=~/var/lib/nginx",
      values: ["PrivateTmp": "yes", "ProtectSystem": "strict", "ReadWritePaths": "-/var/log/nginx"]),
    Case(
      sandbox: "ProtectSystem=strict", own: ["StateDirectory": .strings(["nginx"]), "PrivateTmp": .bool(true)],
      values: ["ProtectSystem": "strict", "ReadWritePaths": "-/run -/var/log/nginx"]),
    Case(
      sandbox: "ProtectSystem=strict ReadWritePaths=~/run ProcSubset=pid",
      values: [
        "ProtectSystem": "strict", "ProcSubset": "pid", "ReadOnlyPaths": "-/run",
        "ReadWritePaths": "-/var/log/nginx -/tmp/x -/var/lib/nginx",
      ]),
    Case(
      sandbox: "ProtectSystem=strict ProcSubset=pid",
      values: [
        "ProtectSystem": "strict", "ProcSubset": "pid",
        "ReadWritePaths": "-/run -/var/log/nginx -/tmp/x -/var/lib/nginx",
      ]),
    Case(
      sandbox: "ProtectKernelTunables=yes", own: ["ProtectSystem": .string("strict")],
      values: ["ProtectKernelTunables": "yes", "ReadOnlyPaths": "-/run"]),
    Case(sandbox: "ProtectSystem=full", values: ["ProtectSystem": "full"]),
    Case(
      sandbox: "ReadWritePaths=~/srv",
      own: ["ProtectSystem": .string("strict"), "ReadWritePaths": .strings(["-/srv", "/var/spool"])],
      values: ["ReadWritePaths": "-/var/spool"]),
    Case(sandbox: "NoExecPaths=/", values: ["NoExecPaths": "/", "ExecPaths": "-/usr/sbin -/usr/lib"]),
    Case(sandbox: "ExecPaths=~/usr/lib", values: ["NoExecPaths": "/", "ExecPaths": "-/usr/sbin"]),
    Case(
      sandbox: "SocketBindDeny=any",
      values: ["SocketBindDeny": "any", "SocketBindAllow": "tcp:80 ipv6:udp:5000-5010"]),
    Case(
      sandbox: "SocketBindAllow=~tcp:80",
      values: ["SocketBindDeny": "any", "SocketBindAllow": "ipv6:udp:5000-5010"]),
    Case(sandbox: "IPAddressDeny=any", values: ["IPAddressDeny": "any", "IPAddressAllow": "localhost"]),
    Case(sandbox: "IPAddressAllow=~localhost", values: ["IPAddressDeny": "any"]),
    Case(sandbox: "DevicePolicy=closed", values: ["DevicePolicy": "closed", "DeviceAllow": "/dev/fuse rw"]),
    Case(sandbox: "DeviceAllow=~/dev/fuse", values: ["DevicePolicy": "closed"]),
    Case(
      sandbox: "BindPaths=~/run PrivateTmp=yes",
      values: [
        "PrivateTmp": "yes", "TemporaryFileSystem": "/:ro", "MountAPIVFS": "yes",
        "BindReadOnlyPaths": "-/run/systemd/journal -/run/systemd/notify -/etc/nginx -/usr",
        "BindPaths": "-/var/log/nginx -/var/lib/nginx",
      ]),
  ])
  func theRestIsAllowed(expected: Case) {
    #expect(Self.values(expected.sandbox, own: expected.own) == expected.values)
  }

  /// Or `full` would break what `strict` does not.
  @Test func whatLowerRungsTakeIsAllowedBackToo() {
    let context = ServiceContexts.context { observed in
      observed.writtenDirectories = ["/etc/app", "/usr/lib/app", "/var/lib/app", "/home/app"]
    }
    func writable(_ text: String) -> String? {
      Rendering(of: sandbox(text), on: context).effectiveValue(of: "ReadWritePaths")
    }
    #expect(writable("ProtectSystem=yes") == "-/usr/lib/app")
    #expect(writable("ProtectSystem=full") == "-/etc/app -/usr/lib/app")
    #expect(writable("ProtectHome=read-only") == "-/home/app")
    #expect(writable("ReadWritePaths=~/etc/app") == "-/usr/lib/app -/var/lib/app -/home/app")
    #expect(writable("PrivateTmp=yes") == nil)
  }

  @Test func aUnitsOwnDevicesKeepTheirAccess() {
    let devices = [("char-rtc", "r"), ("/dev/fuse", "rwm"), ("/dev/sda", "r")].map { device, access in
      BusValue.structure([.string(device), .string(access)])
    }
    let context = ServiceContexts.context(own: [
      "DevicePolicy": .string("closed"), "ProtectClock": .bool(true), "DeviceAllow": .array(element: "(ss)", devices),
    ])
    let offered = Catalogue.candidates(on: context).filter { $0.restriction.directive == "DeviceAllow" }
    #expect(offered.map(\.restriction.value) == ["~/dev/fuse", "~/dev/sda"], "ProtectClock= brings char-rtc by itself")
    let rendering = Rendering(of: sandbox("DeviceAllow=~/dev/fuse"), on: context)
    #expect(rendering.properties == [UnitProperty("DeviceAllow", .array(element: "(ss)", [devices[2]]))])
    #expect(rendering.dropIn().contains("\nDeviceAllow=\nDeviceAllow=/dev/sda r\n"))
  }

  /// Its user's number goes to another service one day, and with it what it left behind.
  @Test func aDynamicUserWritesOnlyTheUnitsOwnDirectories() {
    #expect(Self.values("DynamicUser=yes ProtectSystem=strict")["ReadWritePaths"] == nil)
  }

  @Test func anOrdinaryUserGetsTheCapabilitiesThatAreLeft() {
    let kept = ServiceContexts.capabilities.filter { $0 != "CAP_NET_BIND_SERVICE" && $0 != "CAP_KILL" }
    let text = (["User=www-data"] + kept.map { "CapabilityBoundingSet=~\($0)" }).joined(separator: " ")
    #expect(
      Self.values(text) == [
        "User": "www-data", "Group": "web", "CapabilityBoundingSet": "CAP_KILL CAP_NET_BIND_SERVICE",
        "AmbientCapabilities": "CAP_KILL CAP_NET_BIND_SERVICE",
      ])
  }

  @Test func noCapabilityIsAmbientThatAnotherDirectiveTakesAway() {
    let ambient = Self.values("User=www-data PrivateDevices=yes ProtectClock=yes")["AmbientCapabilities"]
    #expect(ambient == "~CAP_SYS_RAWIO CAP_SYS_TIME CAP_MKNOD CAP_WAKE_ALARM")
  }

  @Test func aServiceThatIsNoRootKeepsItsUser() {
    let values = Self.values("CapabilityBoundingSet=~CAP_KILL", own: ["User": .string("redis")])
    #expect(values == ["CapabilityBoundingSet": "~CAP_KILL"])
  }

  @Test func addressRangesKeepWhatTheUnitAllows() {
    let ranges = ["10.0.0.0/8", "fe80:0:0:0:0:0:0:1/128", "localhost"].flatMap(AddressRange.ranges(of:))
    let value = BusValue.array(element: "(iayu)", ranges.map(\.busValue))
    #expect(AddressRange.names(in: value) == ["localhost", "10.0.0.0/8", "fe80:0:0:0:0:0:0:1/128"])
  }
}
