import Testing

@testable import Sandboxing

@Suite struct AlreadySetTests {
  @Test(arguments: [247, 252, 257, 262])
  func aUnitThatSetsNothingHasOnlyWhatIsTheDefault(version: Int) {
    let set = Catalogue.candidates(on: ServiceContexts.context(systemd: version)).filter { $0.status == .alreadySet }
    #expect(
      Set(set.map(\.restriction.description)) == [
        "KeyringMode=private", "Delegate=no", "NotifyAccess=exec", "NotifyAccess=main", "NotifyAccess=none",
      ])
  }

  struct Own: CustomTestStringConvertible, Sendable {
    let own: [String: BusValue]
    let set: [String]
    let open: [String]
    var testDescription: String { "\(set)" }
  }

  @Test(arguments: [
    Own(
      own: ["ProtectSystem": .string("full")], set: ["ProtectSystem=yes", "ProtectSystem=full"],
      open: ["ProtectSystem=strict"]),
    Own(own: ["ProtectSystem": .string("yes")], set: ["ProtectSystem=yes"], open: ["ProtectSystem=full"]),
    Own(
      own: ["StateDirectory": .strings(["d"]), "StateDirectoryMode": .uint32(0o2750)], set: ["StateDirectoryMode=0750"],
      open: ["StateDirectoryMode=0700"]),
    Own(own: ["LimitCORE": .uint64(0), "LimitCORESoft": .uint64(0)], set: ["LimitCORE=0"], open: []),
    Own(own: ["LimitCORE": .uint64(.max), "LimitCORESoft": .uint64(0)], set: [], open: ["LimitCORE=0"]),
    Own(own: ["UMask": .uint32(0o027)], set: ["UMask=0027"], open: ["UMask=0077"]),
    Own(own: ["UMask": .uint32(0o137)], set: ["UMask=0027"], open: ["UMask=0077"]),
    Own(
      own: ["PrivateTmp": .bool(true), "PrivateTmpEx": .string("connected")], set: ["PrivateTmp=yes"],
      open: ["PrivateTmp=disconnected"]),
    Own(
      own: ["PrivateUsers": .bool(true), "PrivateUsersEx": .string("identity")],
      set: ["PrivateUsers=full", "PrivateUsers=identity"], open: ["PrivateUsers=yes"]),
    Own(
      own: ["ProtectHostname": .bool(true), "ProtectHostnameEx": .structure([.string("yes"), .string("")])],
      set: ["ProtectHostname=private", "ProtectHostname=yes"], open: []),
    Own(
      own: ["ProtectControlGroups": .bool(true), "ProtectControlGroupsEx": .string("private")],
      set: ["ProtectControlGroups=private"], open: ["ProtectControlGroups=yes", "ProtectControlGroups=strict"]),
    Own(
      own: ["CapabilityBoundingSet": .uint64(1 << 10)],
      set: ["CapabilityBoundingSet=~CAP_SYS_ADMIN", "CapabilityBoundingSet=~CAP_BPF"],
      open: ["CapabilityBoundingSet=~CAP_NET_BIND_SERVICE"]),
    Own(
      own: ["RestrictNamespaces": .uint64(0x0002_0000)],
      set: ["RestrictNamespaces=~user", "RestrictNamespaces=~net"],
      open: ["RestrictNamespaces=~mnt", "RestrictNamespaces=yes"]),
    Own(
      own: ["RestrictAddressFamilies": .list(allow: true, ["AF_UNIX", "AF_INET"])],
      set: ["RestrictAddressFamilies=~AF_INET6", "RestrictAddressFamilies=~AF_ALG"],
      open: ["RestrictAddressFamilies=~AF_INET", "RestrictAddressFamilies=none"]),
    Own(
      own: ["RestrictAddressFamilies": .list(allow: false, ["AF_PACKET"])],
      set: ["RestrictAddressFamilies=~AF_PACKET"], open: ["RestrictAddressFamilies=~AF_INET"]),
    Own(
      own: ["SystemCallFilter": .list(allow: true, SystemCallGroups.all["@system-service"] ?? [])],
      set: ["SystemCallFilter=@system-service", "SystemCallFilter=~@mount"], open: ["SystemCallFilter=~@resources"]),
    Own(
      own: ["SystemCallFilter": .list(allow: false, ["ptrace:EPERM"] + (SystemCallGroups.all["@swap"] ?? []))],
      set: ["SystemCallFilter=~@swap"], open: ["SystemCallFilter=~@debug"]),
    Own(own: ["SystemCallArchitectures": .strings(["native"])], set: ["SystemCallArchitectures=native"], open: []),
    Own(
      own: ["SystemCallArchitectures": .strings(["native", "x86"])], set: [],
      open: ["SystemCallArchitectures=native"]),
    Own(
      own: ["InaccessiblePaths": .strings(["-/srv"])], set: ["InaccessiblePaths=/srv"], open: ["InaccessiblePaths=/opt"]
    ),
    Own(
      own: ["SocketBindDeny": .array(element: "(iiqq)", [SocketBind("any")].compactMap { $0?.busValue })],
      set: ["SocketBindDeny=any"], open: []),
    Own(
      own: [
        "IPAddressDeny": .array(
          element: "(iayu)",
          [
            .structure([.int32(10), .array(element: "y", Array(repeating: .byte(0), count: 16)), .uint32(0)]),
            .structure([.int32(2), .array(element: "y", Array(repeating: .byte(0), count: 4)), .uint32(0)]),
          ])
      ], set: ["IPAddressDeny=any"], open: []),
  ])
  func whatTheUnitHasIsNotTriedAgain(unit: Own) {
    let status = Dictionary(
      uniqueKeysWithValues: Catalogue.candidates(on: ServiceContexts.context(own: unit.own)).map {
        ($0.restriction.description, $0.status)
      })
    for name in unit.set { #expect(status[name] == .alreadySet, "\(name)") }
    for name in unit.open { #expect(status[name] == .candidate, "\(name)") }
  }
}
