import LabTesting
import Sandboxing
import Testing
import Trials
import Workflows

@Suite("A find waits for a watchdog", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct WatchdogFindTests {
  @Test("and gives back what keeps it from being fed, which no shorter trial notices")
  func givenBack() async throws {
    let result = try await find("while chown 1:1 /run/fed && systemd-notify WATCHDOG=1; do sleep 0.3; done; sleep 1000")
    #expect(result.rejections.map(\.restriction.description) == ["CapabilityBoundingSet=~CAP_CHOWN"])
    #expect(result.rejections.map(\.evidence.phase) == [.watchdog])
    #expect(result.kept.restrictions.map(\.description).contains("LockPersonality=yes"))
    #expect(result.profile.confirmed.passes == 1)
  }

  @Test("and says that a service is unhealthy which does not feed it without restrictions either")
  func neverFed() async throws {
    let error = await #expect(throws: FindError.self) { try await find("sleep 1000") }
    guard case .unhealthy(let evidence) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(evidence.phase == .watchdog)
  }

  private func find(_ feeding: String) async throws -> FindResult {
    let unit = """
      [Service]
      Type=notify
      NotifyAccess=all
      WatchdogSec=2
      ExecStartPre=/usr/bin/touch /run/fed
      ExecStart=/bin/bash -c 'systemd-notify --ready; \(feeding)'

      """
    var request = FindRequest(service: .unit("tried.service"), check: HealthCheck(settle: .milliseconds(200)))
    request.scope.only = ["CapabilityBoundingSet=~CAP_CHOWN", "LockPersonality"].compactMap { Selection(parsing: $0) }
    request.rehearsals.only = []
    (request.baselines, request.confirmations, request.margin) = (1, 1, .none)
    return try await FindWorkflow(request, in: UnitLabs(files: ["/etc/systemd/system/tried.service": unit])) { _ in }
      .run()
  }
}
