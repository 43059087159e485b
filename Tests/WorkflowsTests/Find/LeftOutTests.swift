import LabTesting
import Profiles
import Sandboxing
import Testing
import Trials
import Workflows

@Suite("What is not tried of a service", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct LeftOutTests {
  @Test(
    "is a user made at its start where its directory is there already, and what a later drop-in sets, with the reason")
  func leftOut() async throws {
    let unit = "[Service]\nType=exec\nStateDirectory=tried/inner\nExecStart=/bin/sleep 1000\n"
    var request = FindRequest(
      service: .unit("tried.service"),
      check: HealthCheck(probes: [.exec("true")], settle: .milliseconds(100), reload: false))
    request.scope.only = ["DynamicUser", "LockPersonality", "ProtectHome", "PrivateTmp"].compactMap {
      Selection(parsing: $0)
    }
    (request.margin, request.rehearsals.only) = (.none, [])
    let labs = UnitLabs(files: [
      "/etc/systemd/system/tried.service": unit, "/var/lib/tried/inner/kept": "",
      "/etc/systemd/system/tried.service.d/zz-local.conf": "[Service]\nProtectHome=no\n",
    ])
    let result = try await FindWorkflow(request, in: labs) { _ in }.run()
    let reasons = Dictionary(
      result.profile.excluded.map { ($0.restriction.directive, $0.reason) }, uniquingKeysWith: { first, _ in first })
    #expect(reasons.keys.sorted() == ["DynamicUser", "ProtectHome"])
    #expect(reasons["DynamicUser"]?.contains("/var/lib/tried/inner, which is there already") == true, "\(reasons)")
    #expect(reasons["ProtectHome"]?.contains("zz-local.conf sets it again") == true, "\(reasons)")
    #expect(result.profile.search.onUnit?.contains("zz-local.conf sets ProtectHome= after") == true)
    #expect(result.kept.contains(Restriction("LockPersonality", "yes")))
    #expect(!result.kept.restrictions.contains { reasons.keys.contains($0.directive) })
  }
}
