import Foundation
import Ledger
import Sandboxing
import Testing

@Suite struct LedgerTests {
  let scratch: ScratchDirectory

  init() throws { scratch = try ScratchDirectory() }

  @Test func aRunIsReadBackAsItWasWritten() throws {
    let ledger = try Ledger(in: scratch.path)
    let begun = try ledger.begin(.sample(), at: Date(timeIntervalSince1970: 1_790_000_000.5))
    let again = try Ledger(in: scratch.path).run(begun.id)
    #expect(again == begun)
    #expect(again.plan == .sample())
    #expect(again.status == .running)
    #expect(again.ended == nil)
  }

  @Test func trialsKeepTheirOrderAndTheirContent() throws {
    let ledger = try Ledger(in: scratch.path)
    let run = try ledger.begin(.sample())
    let other = try ledger.begin(.sample(unit: "redis.service"))
    try ledger.append(.passed, to: run.id)
    try ledger.append(.passed, to: other.id)
    try ledger.append(.failed, to: run.id)
    let trials = try Ledger(in: scratch.path).trials(of: run.id)
    #expect(trials.map(\.number) == [1, 2])
    #expect(try ledger.run(run.id).trials == 2)
    #expect(trials.map(\.entry) == [.passed, .failed])
  }

  @Test func theProfileOfAFinishedRunIsKept() throws {
    let ledger = try Ledger(in: scratch.path)
    let run = try ledger.begin(.sample())
    try ledger.set(run.id, to: .finished, profile: "cinch: 1\n")
    try ledger.set(run.id, to: .finished)
    let record = try ledger.run(run.id)
    #expect(record.profile == "cinch: 1\n")
    #expect(record.ended != nil)
  }

  @Test func runsAreListedNewestFirst() throws {
    let ledger = try Ledger(in: scratch.path)
    for unit in ["a.service", "b.service", "a.service"] { _ = try ledger.begin(.sample(unit: unit)) }
    #expect(try ledger.runs().map(\.id) == [3, 2, 1])
    #expect(try ledger.runs(of: "a.service").map(\.id) == [3, 1])
    #expect(try ledger.runs(limit: 1).map(\.id) == [3])
  }

  @Test func aClockThatIsSetBackChangesNoOrder() throws {
    let ledger = try Ledger(in: scratch.path)
    let now = Date(timeIntervalSince1970: 1_790_000_000)
    let first = try ledger.begin(.sample(), at: now)
    let second = try ledger.begin(.sample(), at: now.addingTimeInterval(-86_400))
    #expect(try ledger.runs().map(\.id) == [second.id, first.id])
    #expect(try ledger.unfinished(like: .sample())?.id == second.id)
    try ledger.set(second.id, to: .finished, at: now.addingTimeInterval(-172_800))
    #expect(try ledger.unfinished(like: .sample()) == nil)
    for entry in [TrialEntry.passed, .failed] { try ledger.append(entry, to: first.id) }
    #expect(TrialEntry.passed.started > TrialEntry.failed.started)
    #expect(try ledger.trials(of: first.id).map(\.entry) == [.passed, .failed])
  }

  @Test func aTrialOfNoRunIsRefused() throws {
    let ledger = try Ledger(in: scratch.path)
    #expect(throws: LedgerError.noSuchRun(7)) { try ledger.append(.passed, to: 7) }
    #expect(throws: LedgerError.noSuchRun(7)) { try ledger.trials(of: 7) }
  }

  @Test func theStateDirectoryIsPrivate() throws {
    let state = scratch.path + "/var/lib/cinch"
    _ = try Ledger(in: state)
    let mode = try FileManager.default.attributesOfItem(atPath: state)[.posixPermissions] as? Int
    #expect(mode == 0o700)
  }
}

@Suite struct ResumingTests {
  /// What was left behind, and whether the same question may go on from it.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let left: [(plan: RunPlan, status: RunStatus)]
    let resumes: Int64?
  }

  static let cases: [Case] = [
    Case(testDescription: "nothing", left: [], resumes: nil),
    Case(testDescription: "killed", left: [(.sample(), .running)], resumes: 1),
    Case(testDescription: "interrupted", left: [(.sample(), .interrupted)], resumes: 1),
    Case(testDescription: "finished", left: [(.sample(), .finished)], resumes: nil),
    Case(testDescription: "failed", left: [(.sample(), .failed)], resumes: nil),
    Case(testDescription: "latest of two", left: [(.sample(), .interrupted), (.sample(), .running)], resumes: 2),
    Case(testDescription: "answered since", left: [(.sample(), .interrupted), (.sample(), .finished)], resumes: nil),
    Case(testDescription: "another unit", left: [(.sample(unit: "redis.service"), .running)], resumes: nil),
    Case(testDescription: "another question", left: [(.sample(key: "other"), .running)], resumes: nil),
    Case(testDescription: "another kernel", left: [(.sample(kernel: "6.12.1"), .running)], resumes: nil),
  ]

  @Test(arguments: cases) func goesOnOnlyWhereTheAnswerWouldBeTheSame(_ example: Case) throws {
    let scratch = try ScratchDirectory()
    let ledger = try Ledger(in: scratch.path)
    for (plan, status) in example.left {
      let run = try ledger.begin(plan)
      try ledger.set(run.id, to: status)
    }
    #expect(try ledger.unfinished(like: .sample())?.id == example.resumes)
  }
}

@Suite struct FingerprintTests {
  @Test func isStableAcrossVersions() {
    #expect(Fingerprint().description == "6c62272e07bb014262b821756295c58d")
    #expect(Fingerprint(of: ["[Service]"]).description == "91930a35a19154aa54dd55fc53371b33")
  }

  @Test func noticesWhereOnePartEndsAndTheNextBegins() {
    #expect(Fingerprint(of: ["ab", "c"]) != Fingerprint(of: ["a", "bc"]))
    #expect(Fingerprint(of: ["ab"]) != Fingerprint(of: ["ab", ""]))
  }
}
