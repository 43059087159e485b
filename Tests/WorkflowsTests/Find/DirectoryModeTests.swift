import LabTesting
import Profiles
import Sandboxing
import Testing
import Trials
import Workflows

@Suite("A directory that systemd makes for a unit", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct DirectoryModeTests {
  @Test("is closed to others where nothing in it is for them, though it is new")
  func closed() async throws {
    let script = """
      umask 077; touch $STATE_DIRECTORY/secret
      umask 022; touch $CACHE_DIRECTORY/page
      exec sleep 1000
      """
    var request = FindRequest(
      service: .unit("tried.service"),
      check: HealthCheck(
        ready: "pgrep sleep", probes: [.exec("true")], settle: .milliseconds(100), reload: false))
    request.scope.only = ["StateDirectoryMode", "CacheDirectoryMode"].compactMap { Selection(parsing: $0) }
    (request.margin, request.rehearsals.only) = (.usual, [])
    let unit = """
      [Service]
      Type=exec
      User=nobody
      StateDirectory=tried
      CacheDirectory=tried
      ExecStart=/bin/bash /usr/local/bin/tried

      """
    let labs = UnitLabs(files: ["/usr/local/bin/tried": script + "\n", "/etc/systemd/system/tried.service": unit])
    let result = try await FindWorkflow(request, in: labs) { _ in }.run()
    let modes = ["0750", "0700"]
    #expect(result.kept == Sandbox(modes.map { Restriction("StateDirectoryMode", $0) }))
    #expect(result.profile.withheld.map(\.restriction) == modes.map { Restriction("CacheDirectoryMode", $0) })
    #expect(result.profile.withheld.allSatisfy { $0.seen.contains("/var/cache/tried/page (mode 0644)") })
  }
}
