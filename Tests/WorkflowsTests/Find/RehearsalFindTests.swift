import LabTesting
import Profiles
import Sandboxing
import Testing
import Trials
import Workflows

@Suite("A find rehearses", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct RehearsalFindTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let rehearsal: RehearsalName
    /// The service, which a health check of nothing but its being up has no fault with.
    let unit: String
    var files: [String: String] = [:]
    var setup: [String] = []
    let tried: [String]
    /// What it does not work with on that day.
    let rejected: [String]
  }

  static let cases = [
    Case(
      testDescription: "the death of a worker, whom only the file's owner can replace", rehearsal: .killedWorker,
      unit: """
        [Service]
        Type=exec
        ExecStart=/bin/bash -c 'touch /run/first; worker() { sleep 1000 & wait $!; }; worker; while chown 1:1 /run/first; do worker; done'

        """, tried: ["CapabilityBoundingSet=~CAP_CHOWN", "LockPersonality"],
      rejected: ["CapabilityBoundingSet=~CAP_CHOWN"]),
    Case(
      testDescription: "a fresh machine, where its directory is not there yet", rehearsal: .freshStart,
      unit: """
        [Service]
        Type=exec
        ExecStart=/bin/bash -c 'mkdir -p /var/lib/rehearsed/state && date > /var/lib/rehearsed/state/now && exec sleep 1000'

        """, setup: ["mkdir -p /var/lib/rehearsed/state"],
      tried: ["ProtectSystem=strict", "LockPersonality"],
      rejected: ["ProtectSystem=strict"]),
  ]

  @Test("and gives back what the service does not work with then", arguments: cases)
  func givenBack(_ test: Case) async throws {
    let result = try await find(test)
    let summary = try #require(result.profile.rehearsals)
    #expect(summary.passed.contains(test.rehearsal), "\(summary)")
    #expect(result.rejections.map(\.restriction.description) == test.rejected)
    for rejection in result.rejections {
      #expect(rejection.evidence.phase == .rehearsal(test.rehearsal))
      #expect(rejection.because?.text.contains("rehearsal \(test.rehearsal.rawValue): ") == true)
    }
    #expect(result.kept.restrictions.map(\.description).contains("LockPersonality=yes"))
    #expect(result.profile.confirmed.passes == 1)
  }

  private func find(_ test: Case) async throws -> FindResult {
    var request = FindRequest(
      service: .unit("tried.service"), check: HealthCheck(setup: test.setup, settle: .milliseconds(200)))
    request.scope.only = test.tried.compactMap { Selection(parsing: $0) }
    request.rehearsals.only = [test.rehearsal]
    (request.baselines, request.confirmations, request.margin) = (1, 1, .none)
    let files = test.files.merging(["/etc/systemd/system/tried.service": test.unit]) { first, _ in first }
    return try await FindWorkflow(request, in: UnitLabs(files: files)) { _ in }.run()
  }
}
