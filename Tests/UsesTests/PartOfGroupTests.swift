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

  struct Program: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let programs: [String: String]
    let allowed: String
  }

  static let programs = [
    Program(
      testDescription: "a helper that its package has for it",
      programs: ["/usr/sbin/d": "/usr/bin/env", "/usr/lib/d/helper": "/usr/bin/sync"], allowed: "/usr/lib/d/helper"),
    Program(
      testDescription: "plugins, where it asks for some",
      programs: ["/usr/sbin/d": "/usr/lib/x86_64-linux-gnu/libpam.so.0"], allowed: "/usr/lib"),
  ]

  @Test(arguments: programs) func `what it is known to run may be run without a trial`(_ example: Program) throws {
    let fixture = try FixtureTree(
      ["/var/lib/dpkg/info/d.list": "/.\n/usr/sbin/d\n/usr/lib/d/helper\n"], directories: ["/usr/lib"],
      programs: example.programs)
    let start = BusValue.array(
      element: "(sas)", [.structure([.string("/usr/sbin/d"), .strings(["/usr/sbin/d"])])])
    let noExec = Restriction("NoExecPaths", "/")
    let service = ServiceFacts(
      context: ServiceContext(platform: SourceTests.platform, base: ["ExecStart": start]), unitText: "",
      runtime: RuntimeObservation(), tree: fixture.tree, staysRoot: true)
    let judgement = Judgement(
      of: Sandbox([noExec]), knowing: UseReaders.uses(of: service), needing: [], margin: .usual, of: service)
    #expect(judgement.kept == Sandbox([noExec]))
    #expect(judgement.allowedBack.executedDirectories.contains(example.allowed))
  }
}
