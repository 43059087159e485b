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

  @Test func `a helper that its package has for it may be run without a trial`() throws {
    let fixture = try FixtureTree(
      ["/var/lib/dpkg/info/d.list": "/.\n/usr/sbin/d\n/usr/lib/d/helper\n"],
      programs: ["/usr/sbin/d": "/usr/bin/env", "/usr/lib/d/helper": "/usr/bin/sync"])
    let start = BusValue.array(
      element: "(sas)", [.structure([.string("/usr/sbin/d"), .strings(["/usr/sbin/d"])])])
    let noExec = Restriction("NoExecPaths", "/")
    let service = ServiceFacts(
      context: ServiceContext(platform: SourceTests.platform, base: ["ExecStart": start]), unitText: "",
      runtime: RuntimeObservation(), tree: fixture.tree, staysRoot: true)
    let judgement = Judgement(
      of: Sandbox([noExec]), knowing: UseReaders.uses(of: service), needing: [], margin: .usual, of: service)
    #expect(judgement.kept == Sandbox([noExec]))
    #expect(judgement.allowedBack.executedDirectories.contains("/usr/lib/d/helper"))
  }
}
