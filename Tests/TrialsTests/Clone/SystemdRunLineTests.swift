import Sandboxing
import Testing

@testable import Trials

@Suite("The systemd-run line of a clone")
struct SystemdRunLineTests {
  private static func command(_ path: String, _ arguments: [String], _ flags: [String] = []) -> BusValue {
    .structure([.string(path), .strings(arguments), .strings(flags)])
  }

  private static func commands(_ name: String, _ commands: [BusValue]) -> UnitProperty {
    UnitProperty(name, .array(element: "(sasas)", commands))
  }

  private static func line(_ properties: [UnitProperty]) -> SystemdRunLine {
    SystemdRunLine(Subject(unit: "x.service", properties: properties))
  }

  struct Written: CustomTestStringConvertible {
    var property: UnitProperty
    var settings: [String]
    var testDescription: String { property.name }
  }

  @Test(
    "has settings in the words of unit files",
    arguments: [
      Written(property: UnitProperty("PrivateTmp", .bool(true)), settings: ["PrivateTmp=yes"]),
      Written(property: UnitProperty("UMask", .uint32(0o27)), settings: ["UMask=027"]),
      Written(property: UnitProperty("RuntimeDirectoryMode", .uint32(0o700)), settings: ["RuntimeDirectoryMode=0700"]),
      Written(property: UnitProperty("TimeoutStopUSec", .uint64(5_000_000)), settings: ["TimeoutStopSec=5000000us"]),
      Written(property: UnitProperty("TimeoutStartUSec", .uint64(.max)), settings: ["TimeoutStartSec=infinity"]),
      Written(property: UnitProperty("OOMScoreAdjust", .int32(-900)), settings: ["OOMScoreAdjust=-900"]),
      Written(property: UnitProperty("TasksMax", .uint64(.max)), settings: ["TasksMax=infinity"]),
      Written(property: UnitProperty("CPUQuotaPerSecUSec", .uint64(150_000)), settings: ["CPUQuota=15.0%"]),
      Written(
        property: UnitProperty("CapabilityBoundingSet", .uint64(0b11)),
        settings: ["CapabilityBoundingSet=CAP_CHOWN CAP_DAC_OVERRIDE"]),
      Written(property: UnitProperty("RestrictNamespaces", .uint64(0)), settings: ["RestrictNamespaces=yes"]),
      Written(
        property: UnitProperty("RestrictAddressFamilies", .list(allow: false, ["AF_PACKET"])),
        settings: ["RestrictAddressFamilies=~AF_PACKET"]),
      Written(
        property: UnitProperty("Environment", .strings(["A=b c", "D=\"e\""])),
        settings: [#"Environment="A=b c" "D=\"e\"""#]),
      Written(
        property: UnitProperty(
          "EnvironmentFiles",
          .array(
            element: "(sb)",
            [.structure([.string("/a"), .bool(true)]), .structure([.string("/b"), .bool(false)])])),
        settings: ["EnvironmentFile=-/a", "EnvironmentFile=/b"]),
      Written(
        property: UnitProperty(
          "DeviceAllow", .array(element: "(ss)", [.structure([.string("char-rtc"), .string("r")])])),
        settings: ["DeviceAllow=char-rtc r"]),
      Written(
        property: UnitProperty(
          "BindPaths",
          .array(
            element: "(ssbt)",
            [
              .structure([.string("/a:b"), .string("/c"), .bool(true), .uint64(0x4000)]),
              .structure([.string("/d"), .string("/e"), .bool(false), .uint64(0)]),
            ])),
        settings: [#"BindPaths=-"/a:b":/c"#, "BindPaths=/d:/e:norbind"]),
      Written(
        property: UnitProperty(
          "Asserts",
          .array(
            element: "(sbbs)",
            [.structure([.string("AssertPathExists"), .bool(true), .bool(true), .string("/x")])])),
        settings: ["AssertPathExists=|!/x"]),
      Written(
        property: UnitProperty(
          "SuccessExitStatus",
          .structure([.array(element: "i", [.int32(143)]), .array(element: "i", [.int32(15)])])),
        settings: ["SuccessExitStatus=143 SIGTERM"]),
      Written(
        property: commands("ExecStartPre", [command("/bin/a", ["a", "x y"], ["ignore-failure", "privileged"])]),
        settings: [#"ExecStartPre=-+@/bin/a a "x y""#]),
    ])
  func settings(_ written: Written) {
    let line = Self.line([written.property])
    #expect(line.words == ["systemd-run", "--unit=x.service"] + written.settings.flatMap { ["-p", $0] } + ["--"])
    #expect(line.shortcomings.isEmpty)
  }

  @Test("has both limits in one setting")
  func limits() {
    let line = Self.line([
      UnitProperty("LimitNOFILE", .uint64(524288)), UnitProperty("LimitNOFILESoft", .uint64(1024)),
      UnitProperty("LimitCORE", .uint64(.max)),
    ])
    #expect(line.words.contains("LimitNOFILE=1024:524288"))
    #expect(line.words.contains("LimitCORE=infinity"))
    #expect(line.words.filter { $0.hasPrefix("Limit") }.count == 2)
  }

  @Test("runs the last command of several, and sets the others")
  func severalCommands() {
    let line = Self.line([
      Self.commands(
        "ExecStartEx",
        [Self.command("/bin/a", ["/bin/a", "1"], ["ignore-failure"]), Self.command("/bin/b", ["/bin/b", "$C"])])
    ])
    #expect(line.words.suffix(5) == ["-p", "ExecStart=-/bin/a 1", "--", "/bin/b", "$C"])
    #expect(line.description.hasSuffix("-- /bin/b '$C'"))
    #expect(line.shortcomings.isEmpty)
  }

  @Test("says what it cannot")
  func shortcomings() {
    let line = Self.line([
      Self.commands("ExecStartEx", [Self.command("/bin/a", ["b"], ["no-setuid"])]),
      UnitProperty("CPUAffinity", .array(element: "y", [.byte(1)])),
    ])
    #expect(
      line.shortcomings == [
        "systemd-run cannot be told this CPUAffinity=.", "systemd-run cannot put the '!' before its command.",
        "systemd-run cannot call its command 'b'.",
      ])
  }
}
