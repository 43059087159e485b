import Sandboxing
import Testing

@testable import Workflows

@Suite("A drop-in that takes from what a unit denies by itself") struct LooseningTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let before: [String: BusValue]
    let after: [String: BusValue]
    let found: [String]

    static let looser = [
      Case(
        testDescription: "another user's unit run by root", before: ["User": .string("www-data")],
        after: ["User": .string("root")], found: ["User=root instead of www-data"]),
      Case(
        testDescription: "a lower rung", before: ["ProtectSystem": .string("strict")],
        after: ["ProtectSystem": .string("full")], found: ["ProtectSystem=full instead of strict"]),
      Case(
        testDescription: "a switch", before: ["NoNewPrivileges": .bool(true)], after: ["NoNewPrivileges": .bool(false)],
        found: ["NoNewPrivileges=no instead of yes"]),
      Case(
        testDescription: "a capability", before: ["CapabilityBoundingSet": .uint64(1)],
        after: ["CapabilityBoundingSet": .uint64(3)], found: ["CapabilityBoundingSet"]),
      Case(
        testDescription: "a capability for no root", before: ["User": .string("x"), "AmbientCapabilities": .uint64(0)],
        after: ["User": .string("x"), "AmbientCapabilities": .uint64(2)], found: ["AmbientCapabilities"]),
      Case(
        testDescription: "more calls", before: ["SystemCallFilter": .list(allow: true, ["read"])],
        after: ["SystemCallFilter": .list(allow: true, ["read", "write:EPERM"])], found: ["SystemCallFilter"]),
      Case(
        testDescription: "a list of what is denied for one of what is allowed",
        before: ["RestrictAddressFamilies": .list(allow: true, ["AF_UNIX"])],
        after: ["RestrictAddressFamilies": .list(allow: false, ["AF_PACKET"])], found: ["RestrictAddressFamilies"]),
      Case(
        testDescription: "a path", before: ["InaccessiblePaths": .strings(["/a", "/b"])],
        after: ["InaccessiblePaths": .strings(["/b"])], found: ["InaccessiblePaths"]),
      Case(
        testDescription: "a writable path", before: ["ProtectSystem": .string("strict")],
        after: ["ProtectSystem": .string("strict"), "ReadWritePaths": .strings(["/etc"])], found: ["ReadWritePaths"]),
      Case(
        testDescription: "a mode", before: ["UMask": .uint32(0o77)], after: ["UMask": .uint32(0o22)], found: ["UMask"]),
      Case(
        testDescription: "a directory's mode", before: ["StateDirectoryMode": .uint32(0o700)],
        after: ["StateDirectoryMode": .uint32(0o755)], found: ["StateDirectoryMode"]),
      Case(
        testDescription: "a limit", before: ["LimitCORE": .uint64(0)], after: ["LimitCORE": .uint64(.max)],
        found: ["LimitCORE"]),
    ]

    static let tighter = [
      Case(
        testDescription: "root's unit run by another user",
        before: ["User": .string(""), "CapabilityBoundingSet": .uint64(7)],
        after: ["User": .string("www-data"), "AmbientCapabilities": .uint64(2), "CapabilityBoundingSet": .uint64(2)],
        found: []),
      Case(
        testDescription: "higher rungs, and what they need",
        before: ["ProtectSystem": .string("no"), "NoNewPrivileges": .bool(false)],
        after: [
          "ProtectSystem": .string("strict"), "ReadWritePaths": .strings(["/var/lib/x"]),
          "NoNewPrivileges": .bool(true),
        ], found: []),
      Case(
        testDescription: "fewer calls", before: ["SystemCallFilter": .list(allow: false, [])],
        after: ["SystemCallFilter": .list(allow: true, ["read"])], found: []),
      Case(
        testDescription: "the same",
        before: ["User": .string("x"), "Group": .string("y"), "UMask": .uint32(0o22)],
        after: ["User": .string("x"), "Group": .string("y"), "UMask": .uint32(0o22)], found: []),
    ]
  }

  @Test("is told by name, and others are not", arguments: Case.looser + Case.tighter)
  func found(_ example: Case) {
    #expect(Loosening.directives(from: example.before, to: example.after) == example.found)
  }
}
