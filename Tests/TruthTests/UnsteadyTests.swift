import LabTesting
import Sandboxing
import Synchronization
import Testing
import Workflows

/// Services that fail for reasons that no sandbox is to blame for.
@Suite(
  "The true sandbox is found although", .serialized, .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"),
  .enabled(if: TestSystem.table != nil, "what restrictions deny was not measured on this version of systemd"))
struct UnsteadyTests {
  @Test("one request of twenty fails for no reason", arguments: TestSystem.seeds(usually: 2))
  func flaky(seed: UInt64) async throws {
    let options = ["--flaky", "5", "--seed", "\(seed)"]
    try await expectTruth(among: Catalogue.booleansAndLadders, seed: seed, of: .server(options: options)) {
      $0.check.restart = true
      $0.baselines = 3
      $0.confirmations = 2
    }
  }

  @Test("a failing trial corrupts a state that nobody puts back")
  func mess() async throws {
    // Only where a second denial came after a first one there was anything to notice.
    var noticed = 0
    for seed in TestSystem.seeds(usually: 3) where try await isNoticed(seed: seed) { noticed += 1 }
    #expect(noticed > 0)
  }

  /// Expects the truth, and a control that failed wherever there was a second denial; whether there was one.
  private func isNoticed(seed: UInt64) async throws -> Bool {
    // What is systemd's own is left alone between trials.
    let options = ["--state", "/run/systemd/needy-state", "--corrupt-on-denial"]
    let failedControls = Mutex(0)
    let result = try await expectTruth(
      among: Catalogue.booleansAndLadders.filter { !["ProtectSystem", "DynamicUser"].contains($0.name) },
      seed: seed,
      of: .server(options: options),
      report: { event in
        if case .control(let report) = event, !report.verdict.isPassed { failedControls.withLock { $0 += 1 } }
      })
    // The first denial that it lived to see has corrupted the state; nothing could be told of another one after it.
    let seen = result.rejections.count { "\($0.evidence.phase)".hasPrefix("health") }
    guard seen > 1 else { return false }
    #expect(failedControls.withLock { $0 } > 0, "seed \(seed)")
    return true
  }
}
