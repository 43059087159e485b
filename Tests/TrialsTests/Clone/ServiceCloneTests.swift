import Sandboxing
import Systemd
import Testing

@testable import Trials

@Suite("A clone")
struct ServiceCloneTests {
  private static func clone(
    _ loaded: [String: BusValue], defaults: [String: BusValue] = [:]
  ) -> [String: BusValue] {
    let clone = ServiceClone(of: "x.service", loaded: loaded, defaults: defaults)
    return Dictionary(clone.properties.map { ($0.name, $0.value) }) { first, _ in first }
  }

  @Test("has what differs from the manager's defaults, and nothing else")
  func defaults() {
    let properties = Self.clone(
      ["User": .string("www-data"), "Group": .string(""), "UMask": .uint32(0o27)],
      defaults: ["User": .string(""), "Group": .string(""), "UMask": .uint32(0o22)])
    #expect(properties == ["User": .string("www-data"), "UMask": .uint32(0o27)])
  }

  @Test("has command lines with their flags, without the times of their last run")
  func commands() {
    let run: [BusValue] = (0..<5).map { .uint64($0) } + [.int32(1), .int32(0)]
    let command: [BusValue] = [.string("/bin/a"), .strings(["a", "$B"]), .strings(["ignore-failure"])]
    let properties = Self.clone([
      "ExecStart": .array(element: "(sasbttttuii)", []),
      "ExecStartEx": .array(element: "(sasasttttuii)", [.structure(command + run)]),
    ])
    #expect(properties == ["ExecStartEx": .array(element: "(sasas)", [.structure(command)])])
  }

  @Test("has conditions without their last result")
  func conditions() {
    let condition: [BusValue] = [.string("ConditionPathExists"), .bool(false), .bool(true), .string("/x")]
    let properties = Self.clone(["Conditions": .array(element: "(sbbsi)", [.structure(condition + [.int32(1)])])])
    #expect(properties == ["Conditions": .array(element: "(sbbs)", [.structure(condition)])])
  }

  @Test("has one form of a setting, the fuller one")
  func fuller() {
    let properties = Self.clone(["PrivateTmp": .bool(true), "PrivateTmpEx": .string("disconnected")])
    #expect(properties == ["PrivateTmpEx": .string("disconnected")])
    #expect(
      Self.clone(["Delegate": .bool(true), "DelegateControllers": .strings(["pids"])])
        == ["DelegateControllers": .strings(["pids"])])
    #expect(
      Self.clone(
        ["Delegate": .bool(true), "DelegateControllers": .strings([])], defaults: ["DelegateControllers": .strings([])])
        == ["Delegate": .bool(true)])
  }

  struct Changed: CustomTestStringConvertible {
    var name: String
    var read, written: BusValue
    var testDescription: String { name }
  }

  @Test(
    "has values in the type in which they are written",
    arguments: [
      Changed(name: "SELinuxContext", read: .structure([.bool(true), .string("a:b")]), written: .string("-a:b")),
      Changed(name: "WorkingDirectory", read: .string("!/srv/x"), written: .string("-/srv/x")),
      Changed(name: "TTYRows", read: .uint16(25), written: .uint32(25)),
      Changed(
        name: "RefreshOnReload", read: .strings(["extensions"]),
        written: .array(element: "(bs)", [.structure([.bool(false), .string("extensions")])])),
      Changed(name: "Restart", read: .string("always"), written: .string("no")),
      Changed(name: "CollectMode", read: .string("inactive"), written: .string("inactive-or-failed")),
      Changed(name: "StartLimitIntervalUSec", read: .uint64(10_000_000), written: .uint64(0)),
    ])
  func changed(_ changed: Changed) {
    #expect(Self.clone([changed.name: changed.read]) == [changed.name: changed.written])
  }

  @Test(
    "has no consequences for others, and nothing that only tells how a run went",
    arguments: [
      "OnFailure", "FailureAction", "SuccessAction", "StopWhenUnneeded", "MainPID", "WantedBy", "RestartUSec",
    ])
  func leftOut(name: String) {
    #expect(Self.clone([name: .string("x")]).isEmpty)
  }

  @Test("has both halves of a limit when one is its own")
  func limits() {
    let properties = Self.clone(
      [
        "LimitCORE": .uint64(.max), "LimitCORESoft": .uint64(0), "LimitAS": .uint64(.max), "LimitASSoft": .uint64(.max),
      ],
      defaults: [
        "LimitCORE": .uint64(.max), "LimitCORESoft": .uint64(.max), "LimitAS": .uint64(.max),
        "LimitASSoft": .uint64(.max),
      ])
    #expect(properties == ["LimitCORE": .uint64(.max), "LimitCORESoft": .uint64(0)])
  }

  @Test("says what it lacks")
  func shortcomings() {
    let clone = ServiceClone(
      of: "x.service",
      loaded: [
        "Id": .string("x.service"), "Names": .strings(["x.service", "y.service"]), "StandardOutput": .string("append"),
        "FutureSetting": .bool(true), "Unused": .bool(false), "TriggeredBy": .strings(["x.socket", "x.timer"]),
      ], defaults: ["Unused": .bool(false)])
    #expect(
      clone.shortcomings == [
        "Its FutureSetting= is newer than this Cinch, so that no clone can have it.",
        "Its StandardOutput= is a file whose path the manager does not tell.",
      ])
    #expect(clone.aliases == ["y.service"])
    #expect(clone.sockets == ["x.socket"])
    #expect(clone.nameIsBound?.hasPrefix("x.socket") == true)
    #expect(clone.properties.contains(UnitProperty("Requires", .strings(["x.socket"]))))
  }

  @Test(
    "knows a job from a service that stays",
    arguments: [("oneshot", false, true), ("oneshot", true, false), ("simple", false, false)])
  func job(type: String, remains: Bool, isJob: Bool) {
    let clone = ServiceClone(
      of: "x.service", loaded: ["Type": .string(type), "RemainAfterExit": .bool(remains)], defaults: [:])
    #expect(clone.isJob == isJob)
  }

  @Test("of a service with a bus name keeps its own name")
  func busName() {
    let loaded: [String: BusValue] = ["Type": .string("dbus"), "BusName": .string("org.example")]
    #expect(ServiceClone(of: "x.service", loaded: loaded, defaults: [:]).nameIsBound?.contains("org.example") == true)
    #expect(ServiceClone(of: "x.service", loaded: ["Type": .string("notify")], defaults: [:]).nameIsBound == nil)
  }
}
