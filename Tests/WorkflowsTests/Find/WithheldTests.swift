import LabTesting
import Profiles
import Sandboxing
import Testing
import Trials
import Workflows

@Suite("What a service does only where something is withheld", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct WithheldTests {
  @Test("is left to it, with what that needs")
  func givesBack() async throws {
    // A capability is needed for what is in the machine's own /tmp, which its unit grants.
    let script = """
      test ! -e /tmp/licence || python3 -c 'import os; os.chroot("/")' || exit 1
      exec sleep 1000
      """
    var request = FindRequest(
      service: .unit("tried.service"),
      check: HealthCheck(
        prepare: ["touch /tmp/licence"], ready: "pgrep sleep", probes: [.exec("true")], settle: .milliseconds(100),
        reload: false))
    request.scope.only = ["PrivateTmp", "CapabilityBoundingSet=~CAP_SYS_CHROOT", "LockPersonality"].compactMap {
      Selection(parsing: $0)
    }
    (request.margin, request.rehearsals.only) = (.usual, [])
    let unit = "[Service]\nType=exec\nPrivateTmp=no\nExecStart=/bin/bash /usr/local/bin/tried\n"
    let labs = UnitLabs(files: ["/usr/local/bin/tried": script + "\n", "/etc/systemd/system/tried.service": unit])
    let result = try await FindWorkflow(request, in: labs) { _ in }.run()
    #expect(result.kept == Sandbox([Restriction("LockPersonality", "yes")]), "\(result.kept)")
    #expect(result.profile.withheld.map(\.restriction) == [Restriction("PrivateTmp", "yes")])
    let rejected = result.profile.rejected.map(\.restriction)
    #expect(rejected == [Restriction("CapabilityBoundingSet", "~CAP_SYS_CHROOT")])
    #expect(result.profile.confirmed.passes == request.confirmations)
  }
}
