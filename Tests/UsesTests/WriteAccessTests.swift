import Sandboxing
import Testing
import Uses

/// A user that was given what its service was seen to write still lacks what else it is known to write.
@Suite struct WriteAccessTests {
  @Test(arguments: [
    (granted: "/var/spool/web", lacked: ["/run/web.pid"], isNeeded: true),
    (granted: "/var/spool/web", lacked: [], isNeeded: false),
    (granted: "/var/lib/web/files", lacked: ["/var/lib/web"], isNeeded: false),
    (granted: "/var/spool/none", lacked: ["/run/web.pid"], isNeeded: false),
  ])
  func rootsLeaveIsNeededWhereTheUserMayNotWrite(granted: String, lacked: [String], isNeeded: Bool) throws {
    let fixture = try FixtureTree(
      ["/etc/passwd": "web:x:4242:4242::/:\n", "/etc/group": "web:x:4242:\n"],
      directories: ["/var/spool/web", "/var/lib/web/files"])
    var observed = Observation()
    (observed.user, observed.lackedFiles) = ("web", lacked)
    var runtime = RuntimeObservation()
    runtime.madeFiles = []
    let context = ServiceContext(
      platform: SourceTests.platform, base: ["ReadWritePaths": .strings([granted])], observed: observed)
    let service = ServiceFacts(
      context: context, unitText: "[Service]\nReadWritePaths=\(granted)\n", runtime: runtime, tree: fixture.tree,
      staysRoot: false)
    let reasons = UseReaders.uses(of: service).filter { $0.name == "CAP_DAC_OVERRIDE" }.compactMap(\.source)
    #expect(reasons.contains { $0.hasSuffix("and web may not write there") } == isNeeded)
  }
}
