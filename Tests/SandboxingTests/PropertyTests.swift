import Testing

@testable import Sandboxing

/// Sandboxes as the properties of StartTransientUnit, by systemd version.
@Suite struct PropertyTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let sandbox: String
    var versions = [247, 252, 257, 262]
    var own: [String: BusValue] = [:]
    let properties: [UnitProperty]
    var testDescription: String { "\(sandbox) over \(own.keys.sorted())" }
  }

  @Test(arguments: [
    Case(sandbox: "", properties: []),
    Case(sandbox: "NoNewPrivileges=yes", properties: [UnitProperty("NoNewPrivileges", .bool(true))]),
    Case(sandbox: "ProtectSystem=yes", properties: [UnitProperty("ProtectSystem", .string("yes"))]),
    Case(sandbox: "ProtectSystem=strict", properties: [UnitProperty("ProtectSystem", .string("strict"))]),
    Case(sandbox: "ProtectSystem=yes ProtectSystem=full", properties: [UnitProperty("ProtectSystem", .string("full"))]),
    Case(sandbox: "UMask=0027 UMask=0077", properties: [UnitProperty("UMask", .uint32(0o077))]),
    Case(
      sandbox: "UMask=0027", own: ["UMask": .uint32(0o002)], properties: [UnitProperty("UMask", .uint32(0o027))]),
    Case(
      sandbox: "UMask=0027", own: ["UMask": .uint32(0o117)], properties: [UnitProperty("UMask", .uint32(0o137))]),
    Case(
      sandbox: "LimitCORE=0",
      properties: [UnitProperty("LimitCORE", .uint64(0)), UnitProperty("LimitCORESoft", .uint64(0))]),
    Case(
      sandbox: "StateDirectoryMode=0750",
      own: ["StateDirectory": .strings(["d"]), "StateDirectoryMode": .uint32(0o755)],
      properties: [UnitProperty("StateDirectoryMode", .uint32(0o750))]),
    Case(
      sandbox: "RuntimeDirectoryMode=0750 RuntimeDirectoryMode=0700",
      own: ["RuntimeDirectory": .strings(["d"]), "RuntimeDirectoryMode": .uint32(0o2755)],
      properties: [UnitProperty("RuntimeDirectoryMode", .uint32(0o2700))]),
    Case(sandbox: "LimitCORE=0", own: ["LimitCORE": .uint64(0), "LimitCORESoft": .uint64(0)], properties: []),
    Case(sandbox: "PrivateTmp=yes", properties: [UnitProperty("PrivateTmp", .bool(true))]),
    Case(
      sandbox: "PrivateTmp=disconnected", versions: [257, 262],
      properties: [UnitProperty("PrivateTmpEx", .string("disconnected"))]),
    Case(
      sandbox: "PrivateTmp=disconnected", versions: [257, 262],
      own: ["PrivateTmp": .bool(true), "PrivateTmpEx": .string("connected")],
      properties: [UnitProperty("PrivateTmpEx", .string("disconnected"))]),
    Case(
      sandbox: "PrivateUsers=full PrivateUsers=identity", versions: [262],
      properties: [UnitProperty("PrivateUsersEx", .string("identity"))]),
    Case(sandbox: "PrivateUsers=yes", properties: [UnitProperty("PrivateUsers", .bool(true))]),
    Case(sandbox: "ProtectHostname=yes", properties: [UnitProperty("ProtectHostname", .bool(true))]),
    Case(
      sandbox: "ProtectHostname=private", versions: [262],
      properties: [UnitProperty("ProtectHostnameEx", .structure([.string("private"), .string("")]))]),
    Case(
      sandbox: "ProtectControlGroups=private", versions: [257, 262],
      properties: [UnitProperty("ProtectControlGroupsEx", .string("private"))]),
    Case(
      sandbox: "ProtectControlGroups=yes ProtectControlGroups=private", versions: [257, 262],
      properties: [UnitProperty("ProtectControlGroupsEx", .string("strict"))]),
    Case(sandbox: "PrivatePIDs=yes", versions: [257, 262], properties: [UnitProperty("PrivatePIDs", .string("yes"))]),
    Case(sandbox: "PrivateBPF=yes", versions: [262], properties: [UnitProperty("PrivateBPF", .string("yes"))]),
    Case(
      sandbox: "Delegate=no", own: ["Delegate": .bool(true)], properties: [UnitProperty("Delegate", .bool(false))]),
    Case(
      sandbox: "SystemCallArchitectures=native",
      properties: [UnitProperty("SystemCallArchitectures", .strings(["native"]))]),
    Case(
      sandbox: "SystemCallArchitectures=native", own: ["SystemCallArchitectures": .strings(["native", "x86"])],
      properties: [UnitProperty("SystemCallArchitectures", .strings(["native"]))]),
    Case(
      sandbox: "CapabilityBoundingSet=~CAP_CHOWN CapabilityBoundingSet=~CAP_KILL",
      properties: [UnitProperty("CapabilityBoundingSet", .uint64(0x1ff_ffff_ffff & ~0b10_0001))]),
    Case(
      sandbox: "CapabilityBoundingSet=~CAP_CHOWN", own: ["CapabilityBoundingSet": .uint64(0b11)],
      properties: [UnitProperty("CapabilityBoundingSet", .uint64(0b10))]),
    Case(
      sandbox: "CapabilityBoundingSet=~CAP_CHOWN",
      own: ["CapabilityBoundingSet": .uint64(0b11), "AmbientCapabilities": .uint64(0b01), "User": .string("redis")],
      properties: [
        UnitProperty("CapabilityBoundingSet", .uint64(0b10)), UnitProperty("AmbientCapabilities", .uint64(0)),
      ]),
    Case(sandbox: "RestrictNamespaces=yes", properties: [UnitProperty("RestrictNamespaces", .uint64(0))]),
    Case(
      sandbox: "RestrictNamespaces=~user", versions: [247, 252, 257],
      properties: [UnitProperty("RestrictNamespaces", .uint64(0x6e02_0000))]),
    Case(
      sandbox: "RestrictNamespaces=~user", versions: [262],
      properties: [UnitProperty("RestrictNamespaces", .uint64(0x6e02_0080))]),
    Case(
      sandbox: "RestrictNamespaces=~mnt", own: ["RestrictNamespaces": .uint64(0x1002_0000)],
      properties: [UnitProperty("RestrictNamespaces", .uint64(0x1000_0000))]),
    Case(
      sandbox: "RestrictAddressFamilies=~AF_PACKET",
      properties: [UnitProperty("RestrictAddressFamilies", .list(allow: false, ["AF_PACKET"]))]),
    Case(
      sandbox: "RestrictAddressFamilies=~AF_INET",
      own: ["RestrictAddressFamilies": .list(allow: true, ["AF_UNIX", "AF_INET"])],
      properties: [UnitProperty("RestrictAddressFamilies", .list(allow: true, ["AF_UNIX"]))]),
    Case(
      sandbox: "RestrictAddressFamilies=none", versions: [252, 257, 262],
      properties: [UnitProperty("RestrictAddressFamilies", .list(allow: true, []))]),
    Case(
      sandbox: "SocketBindDeny=any", versions: [252, 257, 262],
      properties: [
        UnitProperty(
          "SocketBindDeny",
          .array(element: "(iiqq)", [.structure([.int32(0), .int32(0), .uint16(0), .uint16(0)])]))
      ]),
    Case(
      sandbox: "RestrictNetworkInterfaces=~lo", versions: [252, 257, 262],
      properties: [UnitProperty("RestrictNetworkInterfaces", .list(allow: false, ["lo"]))]),
    Case(
      sandbox: "RestrictFileSystems=~@network", versions: [252, 257, 262],
      properties: [UnitProperty("RestrictFileSystems", .list(allow: false, ["@network"]))]),
    Case(
      sandbox: "SystemCallFilter=@system-service",
      properties: [
        UnitProperty("SystemCallFilter", .list(allow: true, ["@system-service"])),
        UnitProperty("SystemCallErrorNumber", .int32(1)),
      ]),
    Case(
      sandbox: "SystemCallFilter=~@resources",
      own: [
        "SystemCallFilter": .list(allow: true, ["setpriority", "read", "write", "fork"]),
        "SystemCallErrorNumber": .int32(.max - 1),
      ],
      properties: [UnitProperty("SystemCallFilter", .list(allow: true, ["fork", "read", "write"]))]),
    Case(
      sandbox: "SystemCallFilter=@system-service SystemCallErrorNumber=kill",
      own: ["SystemCallErrorNumber": .int32(1)],
      properties: [
        UnitProperty("SystemCallFilter", .list(allow: true, ["@system-service"])),
        UnitProperty("SystemCallErrorNumber", .int32(.max - 1)),
      ]),
    Case(
      sandbox: "InaccessiblePaths=/srv", own: ["InaccessiblePaths": .strings(["-/opt"])],
      properties: [UnitProperty("InaccessiblePaths", .strings(["-/opt", "-/srv"]))]),
    Case(
      sandbox: "SupplementaryGroups=~adm", own: ["SupplementaryGroups": .strings(["adm", "ssl-cert"])],
      properties: [UnitProperty("SupplementaryGroups", .strings(["ssl-cert"]))]),
  ])
  func aSandboxBecomesWholeProperties(expected: Case) {
    for version in expected.versions {
      let context = ServiceContexts.context(systemd: version, own: expected.own)
      #expect(Rendering(of: sandbox(expected.sandbox), on: context).properties == expected.properties, "\(version)")
    }
  }

  @Test func beforeAnEmptyAllowListMeantNothingAllFamiliesAreDeniedByName() throws {
    let context = ServiceContexts.context(systemd: 247)
    let property = try #require(Rendering(of: sandbox("RestrictAddressFamilies=none"), on: context).properties.first)
    let parts = try #require(property.value.elements)
    #expect(parts[0] == .bool(false))
    #expect(parts[1].texts?.count == 43)
  }

  @Test(arguments: ["ProtectSystem=full", "CapabilityBoundingSet=~CAP_BPF", "SystemCallFilter=~@swap", "UMask=0027"])
  func whatTheUnitHasAlreadyIsLeftAlone(restriction: String) {
    let context = ServiceContexts.context(own: [
      "ProtectSystem": .string("strict"), "CapabilityBoundingSet": .uint64(1), "UMask": .uint32(0o077),
      "SystemCallFilter": .list(allow: true, SystemCallGroups.all["@system-service"] ?? []),
    ])
    #expect(Rendering(of: sandbox(restriction), on: context).properties.isEmpty)
  }

  @Test func whatTheCatalogueDoesNotKnowHasNoEffect() {
    #expect(
      Rendering(of: sandbox("NoSuch=yes ProtectSystem=tighter"), on: ServiceContexts.context()).properties.isEmpty)
  }
}
