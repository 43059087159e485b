import Profiles
import Sandboxing
import Testing
import Uses

/// What systemd sets of itself is not said to be left out.
@Suite struct ComesAnywayTests {
  private static let privileges = Restriction("NoNewPrivileges", "yes")
  private static let filter = Restriction("LockPersonality", "yes")
  /// The number that the platform has for CAP_SYS_ADMIN.
  private static let administering = SourceTests.platform.capabilities.count

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var version = 252
    var beside = [filter]
    var staysRoot = false
    var ambient: UInt64 = 0
    let comes: Bool
  }

  @Test(arguments: [
    Case(testDescription: "an ordinary user's calls are filtered", comes: true),
    Case(testDescription: "root's calls are filtered", staysRoot: true, comes: false),
    Case(testDescription: "no calls are filtered", beside: [], comes: false),
    Case(
      testDescription: "only the error is set", beside: [Restriction("SystemCallErrorNumber", "EPERM")], comes: false),
    Case(
      testDescription: "the user has what filters can be set with", ambient: UInt64(1) << UInt64(administering),
      comes: false),
    Case(testDescription: "a version that can filter without it", version: 255, comes: false),
  ])
  func `no new privileges come with a filter, where systemd cannot have one without`(_ example: Case) throws {
    var platform = SourceTests.platform
    platform.systemdVersion = example.version
    platform.capabilities.append("CAP_SYS_ADMIN")
    let service = ServiceFacts(
      context: ServiceContext(
        platform: platform,
        base: ["User": .string(example.staysRoot ? "" : "d"), "AmbientCapabilities": .uint64(example.ambient)]),
      unitText: "",
      runtime: RuntimeObservation(), tree: try FixtureTree().tree, staysRoot: example.staysRoot)
    let judgement = Judgement(
      of: Sandbox([Self.privileges] + example.beside),
      knowing: [Use(.setting, Self.privileges.directive, from: "it runs a program that is setuid")], needing: [],
      margin: .usual, of: service)
    #expect(judgement.kept.contains(Self.privileges) == example.comes)
    #expect(judgement.withheld.contains { $0.restriction == Self.privileges } != example.comes)
    #expect(judgement.cannotMatter.contains { $0.restriction == Self.privileges } == example.comes)
    if !example.comes { return }
    #expect(
      judgement.cannotMatter.map(\.reason) == ["systemd 252 sets it for an ordinary user with LockPersonality= anyway"])
  }
}
