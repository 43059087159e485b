import Foundation
import Ledger
import Reports
import Sandboxing
import Testing

@Suite("The log of runs")
final class RunLogTests {
  private let directory = FileManager.default.temporaryDirectory.path + "/cinch-log-\(UUID().uuidString)"

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  /// Three runs: one finished, one interrupted, one of a hostile name that nobody has ended.
  private func ledger() throws -> Ledger {
    let ledger = try Ledger(in: directory)
    let begun = Date(timeIntervalSince1970: 1_790_000_000)
    for (index, unit) in ["nginx.service", "postgresql@15-main.service", "\u{1b}[2Jowned.service"].enumerated() {
      let plan = RunPlan(
        verb: "find", unit: unit, key: "k",
        environment: RunEnvironment(
          systemd: "252.39-1~deb12u1", kernel: "6.18.44", libc: "glibc 2.36", package: "nginx 1.22.1-9", unit: "00ff"),
        seed: 7)
      _ = try ledger.begin(plan, at: begun.addingTimeInterval(Double(index) * 60))
    }
    let strict = Sandbox([Restriction("ProtectSystem", "strict"), Restriction("PrivateTmp", "yes")])
    let entries: [(Sandbox, TrialPurpose, TrialEntry.Outcome, String?)] = [
      (.empty, .baseline, .passed, nil), (strict, .search, .failed, "health 1"), (strict, .confirm, .inconclusive, nil),
    ]
    for (sandbox, purpose, outcome, phase) in entries {
      try ledger.append(
        TrialEntry(
          sandbox: sandbox, purpose: purpose, outcome: outcome, phase: phase, duration: .milliseconds(1234),
          started: begun.addingTimeInterval(1)), to: 1)
    }
    try ledger.set(1, to: .finished, at: begun.addingTimeInterval(31))
    try ledger.set(2, to: .interrupted, at: begun.addingTimeInterval(65))
    return ledger
  }

  @Test("reads well on a terminal")
  func terminal() throws {
    let (ledger, terminal) = (try ledger(), Terminal(isInteractive: false))
    try expectSnapshot(TerminalRunLog(for: terminal).text(of: ledger.runs()), "runs.txt")
    let log = TrialLog(run: try ledger.run(1), trials: try ledger.trials(of: 1))
    try expectSnapshot(TerminalTrialLog(for: terminal).text(of: log), "run.txt")
  }

  @Test("knows no negative durations, however clocks are set")
  func clocks() throws {
    let ledger = try ledger()
    try ledger.set(3, to: .finished, at: Date(timeIntervalSince1970: 0))
    let text = try TerminalRunLog(for: Terminal(isInteractive: false)).text(of: [ledger.run(3)])
    #expect(text.hasSuffix("finished, in 0 s\n"))
  }

  @Test("keeps its keys for programs")
  func json() throws {
    let ledger = try ledger()
    try expectSnapshot(JSONRunLog().text(of: ledger.runs()), "runs.json")
    let log = TrialLog(run: try ledger.run(1), trials: try ledger.trials(of: 1))
    try expectSnapshot(JSONTrialLog().text(of: log), "run.json")
  }

  @Test("never drives a terminal")
  func isSafe() throws {
    let runs = try ledger().runs()
    for text in [
      try TerminalRunLog(for: Terminal(isInteractive: false)).text(of: runs), try JSONRunLog().text(of: runs),
    ] {
      #expect(!text.contains("\u{1b}"))
    }
  }

  @Test("says that there is nothing yet")
  func isEmpty() throws {
    let text = try TerminalRunLog(for: Terminal(isInteractive: false)).text(of: [])
    #expect(text == "The ledger has no runs yet.\n")
  }
}
