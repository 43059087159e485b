import Foundation
import Ledger
import Sandboxing
import Synchronization
import Testing
import Trials
import Workflows

@Suite final class RunRecorderTests {
  private let directory: String
  private let plan = RunPlan(
    verb: "find", unit: "nginx.service", key: "k",
    environment: RunEnvironment(systemd: "252", kernel: "6.1", libc: "glibc 2.36", unit: "00"), seed: 0)
  private let strict = Sandbox([Restriction("ProtectSystem", "strict")])

  init() throws {
    directory = FileManager.default.temporaryDirectory.path + "/cinch-record-\(UUID().uuidString)"
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  /// A report with everything in it that a report can hold.
  private static var full: TrialReport {
    var timings = Timings()
    timings.start = .microseconds(12_345)
    timings.total = .milliseconds(67)
    var runtime = RuntimeObservation()
    runtime.observation.writtenDirectories = ["/var/lib/x"]
    runtime.addressFamilies = ["AF_INET", "AF_UNIX"]
    runtime.effectiveCapabilities = 1 << 40
    let evidence = Evidence(
      phase: .healthAfterReload(2), reason: "it said \"no\"\n\u{1b}[31m", result: "signal",
      mainProcess: .dumped(signal: 31), probe: .exited(1), probeOutput: "\0\u{7f}", deniedSystemCall: "mount",
      journal: ["a: b"])
    return TrialReport(verdict: .failed(evidence), timings: timings, anomalies: [.crashLoop], runtime: runtime)
  }

  private static func report(_ verdict: Verdict, total: Duration = .milliseconds(5)) -> TrialReport {
    var timings = Timings()
    timings.total = total
    return TrialReport(verdict: verdict, timings: timings)
  }

  @Test func whatIsRecordedComesBackAsItWas() async throws {
    let reports = [Self.full, Self.report(.passed), Self.report(.inconclusive("the probe could not tell"))]
    let first = try RunRecorder(plan, in: Ledger(in: directory), resuming: true)
    for report in reports { _ = try await first.trial(strict, for: .search) { report } }

    let second = try RunRecorder(plan, in: Ledger(in: directory), resuming: true)
    #expect(second.run == first.run)
    #expect(second.recorded == 3)
    for report in reports {
      let again = try await second.trial(strict, for: .search) {
        Issue.record("a recorded trial was run again")
        return Self.report(.passed)
      }
      #expect(again == report)
    }
  }

  @Test func onlyTheSameQuestionIsAnsweredFromTheRecord() async throws {
    let first = try RunRecorder(plan, in: Ledger(in: directory), resuming: true)
    _ = try await first.trial(strict, for: .search) { Self.report(.passed, total: .seconds(1)) }
    let second = try RunRecorder(plan, in: Ledger(in: directory), resuming: true)
    let runs = Mutex(0)
    for (sandbox, purpose) in [(strict, TrialPurpose.confirm), (.empty, .search), (strict, .search), (strict, .search)]
    {
      _ = try await second.trial(sandbox, for: purpose) {
        runs.withLock { $0 += 1 }
        return Self.report(.passed)
      }
    }
    #expect(runs.withLock { $0 } == 3, "one of four was recorded")
    #expect(try Ledger(in: directory).trials(of: second.run).count == 4)
  }

  @Test func aFreshRunLeavesTheOldOneAlone() async throws {
    let first = try RunRecorder(plan, in: Ledger(in: directory), resuming: true)
    _ = try await first.trial(strict, for: .search) { Self.report(.passed) }
    let second = try RunRecorder(plan, in: Ledger(in: directory), resuming: false)
    #expect(second.run != first.run)
    #expect(second.recorded == 0)
    #expect(try Ledger(in: directory).trials(of: first.run).count == 1)
  }

  @Test func aFinishedRunIsNotGoneOnWith() async throws {
    let first = try RunRecorder(plan, in: Ledger(in: directory), resuming: true)
    try await first.finish(with: "cinch: 1\n")
    #expect(try RunRecorder(plan, in: Ledger(in: directory), resuming: true).run != first.run)
    #expect(try Ledger(in: directory).run(first.run).profile == "cinch: 1\n")
  }

  @Test func aRunThatFinishedSinceAMomentIsToldAgain() async throws {
    let before = Date()
    let first = try RunRecorder(plan, in: Ledger(in: directory), resuming: true)
    _ = try await first.trial(strict, for: .search) { Self.report(.passed) }
    try await first.finish(with: "cinch: 1\n")
    let later = Date(timeIntervalSinceNow: 1)
    for (moment, isTold) in [(before, true), (later, false)] {
      let ledger = try Ledger(in: directory)
      let left = try ledger.unfinished(like: plan, orFinishedSince: moment)
      #expect(left?.id == (isTold ? first.run : nil))
    }
    let again = try RunRecorder(plan, in: Ledger(in: directory), resuming: true, orFinishedSince: before)
    #expect(again.run == first.run && again.recorded == 1)
  }

  @Test func aTrialThatThrowsLeavesNoRow() async throws {
    let recorder = try RunRecorder(plan, in: Ledger(in: directory), resuming: true)
    await #expect(throws: CancellationError.self) {
      try await recorder.trial(strict, for: .search) { throw CancellationError() }
    }
    #expect(try Ledger(in: directory).trials(of: recorder.run).isEmpty)
  }

  @Test func withoutALedgerEverythingIsRun() async throws {
    let recorder = RunRecorder()
    let report = try await recorder.trial(strict, for: .search) { Self.full }
    #expect(report == Self.full)
    try await recorder.finish(with: "")
  }
}
