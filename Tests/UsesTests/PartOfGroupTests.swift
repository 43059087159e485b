import Profiles
import Sandboxing
import Testing
import Uses

@Suite struct PartOfGroupTests {
  @Test func `a group of which some calls are used still denies the others`() throws {
    let group = Restriction("SystemCallFilter", "~@privileged")
    let context = ServiceContext(platform: SourceTests.platform)
    let service = ServiceFacts(
      context: context, unitText: "", runtime: RuntimeObservation(), tree: try FixtureTree().tree, staysRoot: true)
    let judgement = Judgement(
      of: Sandbox([group]), knowing: [Use(.systemCall, "chown", from: "d imports chown")], needing: [], margin: .usual,
      of: service)
    #expect(judgement.kept == Sandbox([group]))
    #expect(judgement.withheld.map(\.restriction) == [Restriction("SystemCallFilter", "~chown")])
    #expect(judgement.allowedBack.systemCalls == ["chown"])
    #expect(Catalogue.effects(of: group, on: judgement.context).map(\.member).sorted() == ["capset", "fchown"])
  }

  @Test func `a directory that it is known to write stays writable without a trial`() throws {
    let fixture = try FixtureTree(directories: ["/var/lib/d"])
    let strict = Restriction("ProtectSystem", "strict")
    let service = ServiceFacts(
      context: ServiceContext(platform: SourceTests.platform), unitText: "", runtime: RuntimeObservation(),
      tree: fixture.tree, staysRoot: true)
    let judgement = Judgement(
      of: Sandbox([strict]), knowing: [Use(.writtenPath, "/var/lib/d", from: "its home")], needing: [], margin: .usual,
      of: service)
    #expect(judgement.kept == Sandbox([strict]))
    #expect(Rendering(of: judgement.kept, on: judgement.context).dropIn().contains("ReadWritePaths=-/var/lib/d"))
  }
}
