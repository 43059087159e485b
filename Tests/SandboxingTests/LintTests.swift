import Testing

@testable import Sandboxing

/// Units in which one setting undoes another, and the same where it does not.
@Suite struct LintTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    /// The rules that find something, in order.
    var rules: [String]
    var own: [String: BusValue]
    var testDescription: String { name }
  }

  /// An ordinary user who gains nothing.
  private static let ordinary: [String: BusValue] = ["User": .string("d"), "NoNewPrivileges": .bool(true)]

  private static func commands(_ flags: [String]) -> BusValue {
    .array(
      element: "(sasas)",
      [.structure([.string("/bin/chown"), .strings(["/bin/chown", "d", "/run/d"]), .strings(flags)])])
  }

  private static func mask(without names: String...) -> BusValue {
    .uint64(
      ServiceContexts.platform(systemd: 262).mask(of: ServiceContexts.capabilities.filter { !names.contains($0) }))
  }

  private static let hidden = BusValue.strings(["/run/dbus", "/run/systemd/private"])

  static let cases = [
    Case(name: "nothing is set", rules: [], own: [:]),
    Case(name: "a user that gains nothing", rules: [], own: ordinary),
    Case(
      name: "processes are hidden from a tracer", rules: ["processes-seen"],
      own: ["ProtectProc": .string("invisible")]),
    Case(
      name: "processes are hidden from an ordinary user", rules: [],
      own: ordinary.merging(["ProtectProc": .string("invisible")]) { $1 }),
    Case(
      name: "what is mounted can be taken away", rules: ["mount-undone"],
      own: ["ProtectSystem": .string("strict"), "InaccessiblePaths": hidden]),
    Case(
      name: "what is mounted stays, without the capability", rules: [],
      own: [
        "ProtectSystem": .string("strict"), "InaccessiblePaths": hidden,
        "CapabilityBoundingSet": mask(without: "CAP_SYS_ADMIN"),
      ]),
    Case(
      name: "what is mounted stays, behind a filter", rules: [],
      own: [
        "ProtectSystem": .string("strict"), "InaccessiblePaths": hidden,
        "SystemCallFilter": .list(allow: false, SystemCallGroups.all["@mount"] ?? []),
      ]),
    Case(
      name: "an empty root is passed over", rules: ["empty-root-undone"],
      own: ordinary.merging([
        "ProtectSystem": .string("strict"),
        "TemporaryFileSystem": .array(element: "(ss)", [.structure([.string("/"), .string("ro")])]),
      ]) { $1 }),
    Case(
      name: "all is given back", rules: ["everything-writable"],
      own: ordinary.merging([
        "ProtectSystem": .string("strict"), "ReadWritePaths": .strings(["/var", "/run/d"]),
      ]) { $1 }),
    Case(
      name: "a command runs outside", rules: ["command-outside"],
      own: ordinary.merging(["ExecStartPreEx": commands(["privileged"])]) { $1 }),
    Case(
      name: "a command may fail", rules: [],
      own: ordinary.merging(["ExecStartPreEx": commands(["ignore-failure"])]) { $1 }),
    Case(
      name: "a root without the kernel's file systems", rules: ["root-without-kernel"],
      own: ordinary.merging(["RootDirectory": .string("/srv/d"), "MountAPIVFS": .bool(false)]) { $1 }),
    Case(
      name: "devices by list only", rules: ["devices-by-list"],
      own: ordinary.merging([
        "DeviceAllow": .array(element: "(ss)", [.structure([.string("/dev/fuse"), .string("rw")])])
      ]) { $1 }),
    Case(
      name: "a device that is not shown", rules: ["devices-hidden"],
      own: ordinary.merging([
        "DeviceAllow": .array(element: "(ss)", [.structure([.string("/dev/fuse"), .string("rw")])]),
        "PrivateDevices": .bool(true), "DevicePolicy": .string("closed"),
      ]) { $1 }),
    Case(
      name: "root reaches the manager", rules: ["way-out"],
      own: ["NoNewPrivileges": .bool(true), "CapabilityBoundingSet": .uint64(0)]),
    Case(
      name: "root reaches nobody", rules: [],
      own: [
        "NoNewPrivileges": .bool(true), "CapabilityBoundingSet": .uint64(0), "InaccessiblePaths": hidden,
      ]),
    Case(
      name: "a user that can become root", rules: ["privileges-regained"],
      own: ["User": .string("d"), "ProtectHome": .string("yes")]),
    Case(
      name: "a user whose processes pass over modes", rules: ["files-opened"],
      own: ordinary.merging([
        "ProtectHome": .string("yes"),
        "AmbientCapabilities": .uint64(ServiceContexts.platform(systemd: 262).mask(of: ["CAP_DAC_READ_SEARCH"])),
      ]) { $1 }),
    Case(
      name: "a user whose processes bind low ports", rules: [],
      own: ordinary.merging([
        "ProtectHome": .string("yes"),
        "AmbientCapabilities": .uint64(ServiceContexts.platform(systemd: 262).mask(of: ["CAP_NET_BIND_SERVICE"])),
      ]) { $1 }),
  ]

  @Test(arguments: [(252, [String]()), (262, ["privileges-regained"])])
  func `a user whose calls are filtered gains nothing where that brings it`(systemd: Int, rules: [String]) {
    let own: [String: BusValue] = ["User": .string("d"), "ProtectHome": .string("yes"), "LockPersonality": .bool(true)]
    #expect(Lint.findings(on: ServiceContexts.context(systemd: systemd, own: own)).map(\.rule) == rules)
  }

  @Test(arguments: cases) func `what is undone is found, and only that`(_ example: Case) {
    let findings = Lint.findings(on: ServiceContexts.context(own: example.own))
    #expect(findings.map(\.rule) == example.rules)
    for finding in findings {
      #expect(finding.text.hasSuffix(".") && finding.advice.hasSuffix("."))
      #expect(!finding.settings.isEmpty)
    }
  }

  @Test(
    arguments: [(0o666, "/run/d.sock", 1), (0o660, "/run/d.sock", 0), (0o666, "[::]:80", 0)] as [(UInt32, String, Int)])
  func `a socket that anyone may write is found`(mode: UInt32, address: String, count: Int) {
    let properties: [String: BusValue] = [
      "SocketMode": .uint32(mode),
      "Listen": .array(element: "(ss)", [.structure([.string("Stream"), .string(address)])]),
    ]
    #expect(Lint.findings(inSocket: properties, named: "d.socket").count == count)
  }
}
