import LabTesting
import Profiles
import Sandboxing
import Synchronization
import Testing
import Trials
import Workflows

@Suite("A service that a margin lets stay root", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct StayingRootTests {
  /// As root it needs a capability that it does without as the user that it becomes. Beside it runs what looks up passwords,
  /// for which a margin lets it stay root.
  private static let script = """
    sleep 1000 | /usr/sbin/unix_chkpwd $(id -un) nullok &
    test $EUID = 0 || exec sleep 1000
    python3 -c 'import os; os.chroot("/")' || exit 1
    exec setpriv --reuid=nobody --regid=nogroup --clear-groups sleep 1000
    """

  @Test("is started as the user that it was tried as where it fails as root")
  func keepsItsUser() async throws {
    var request = FindRequest(
      service: .unit("tried.service"),
      check: HealthCheck(
        ready: "pgrep unix_chkpwd && pgrep -u nobody sleep", probes: [.exec("true")], settle: .milliseconds(100),
        reload: false))
    request.scope.only = ["User", "CapabilityBoundingSet=~CAP_SYS_CHROOT", "LockPersonality"].compactMap {
      Selection(parsing: $0)
    }
    (request.margin, request.rehearsals.only) = (.usual, [])
    let labs = UnitLabs(files: [
      "/usr/local/bin/tried": Self.script + "\n",
      "/etc/systemd/system/tried.service": "[Service]\nType=exec\nExecStart=/bin/bash /usr/local/bin/tried\n",
    ])
    let warnings = Mutex<[String]>([])
    let result = try await FindWorkflow(request, in: labs) { event in
      if case .warning(let text) = event { warnings.withLock { $0.append(text) } }
    }.run()
    #expect(result.kept.contains(Restriction("User", "nobody")), "\(result.kept)")
    #expect(result.kept.contains(Restriction("CapabilityBoundingSet", "~CAP_SYS_CHROOT")))
    #expect(!result.profile.withheld.contains { $0.restriction.directive == "User" }, "\(result.profile.withheld)")
    #expect(result.profile.confirmed.passes == request.confirmations)
    let told = warnings.withLock { $0 }
    #expect(told.contains { $0.contains("the user that it was tried as is kept") }, "\(told)")
  }
}
