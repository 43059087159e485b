import Foundation
import LabTesting
import Profiles
import Sandboxing
import Testing
import Trials
import Workflows

@Suite("A health check is rated on a service", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct RateTests {
  /// It writes into one directory all the time and into another when it is asked to, and lives on where it cannot.
  private static let unit = """
    [Service]
    Type=exec
    ExecStartPre=-/bin/mkdir -p /var/lib/example /var/cache/example
    ExecStart=/bin/bash -c 'trap "date > /var/lib/example/answer" USR1; \
    while :; do date > /var/cache/example/beat; sleep 0.05; done'
    """

  @Test("by figures that rise with what it asks")
  func ratings() async throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("cinch-rate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appendingPathComponent("example.service").path
    try Self.unit.write(toFile: file, atomically: false, encoding: .utf8)
    // It is up before it has written for the first time.
    let beats = Probe.exec(
      """
      for i in {1..20}; do find /var/cache/example/beat -newermt '-2 seconds' | grep -q . && exit 0; sleep 0.1; done
      exit 1
      """)
    let answers = Probe.exec(
      """
      systemctl kill -s USR1 --kill-whom=main "$CINCH_UNIT"
      for i in {1..20}; do [ -s /var/lib/example/answer ] && exit 0; sleep 0.1; done; exit 1
      """)

    let nothing = try await rating(of: [.exec("true")], for: file)
    #expect(nothing.noticesAbsence == false)
    #expect(nothing.noticed.isEmpty)
    #expect(!nothing.missed.isEmpty)
    let some = try await rating(of: [beats], for: file)
    #expect(some.noticesAbsence == true)
    #expect(!some.noticed.isEmpty)
    let most = try await rating(of: [beats, answers], for: file)
    #expect(most.noticed.count > some.noticed.count, "\(most), \(some)")
  }

  private func rating(of probes: [Probe], for file: String) async throws -> CheckRating {
    var request = FindRequest(
      service: .file(path: file), check: HealthCheck(probes: probes, settle: .milliseconds(200), restart: false))
    request.baselines = 2
    request.scope.only = ["ProtectSystem", "ReadWritePaths"].compactMap { Selection(parsing: $0) }
    let provider = LabProvider(TestLabs.configuration(), actProgram: TestLabs.program("cinch-act"))
    return try await RateWorkflow(request, in: provider) { _ in }.run().rating
  }
}
