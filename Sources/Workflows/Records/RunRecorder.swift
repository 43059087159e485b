import Foundation
import Ledger
import Sandboxing
import Trials

/// The trials of one run as they are written down: each is durable before it counts, and what an earlier attempt at the
/// same run has recorded is not run again.
///
/// A run is deterministic: started again it asks for the same trials, so the k-th answer to a question and all that
/// follows from it are the same as the first time.
public actor RunRecorder {
  private struct Question: Hashable {
    let sandbox: Sandbox
    let purpose: TrialPurpose
  }

  /// The run's number.
  public nonisolated let run: Int64
  /// How many trials an earlier attempt has left.
  public nonisolated let recorded: Int
  /// How many trials were asked for, those included that an earlier attempt has left.
  public private(set) var trials = 0
  private let ledger: Ledger?
  private var earlier: [Question: ArraySlice<TrialReport>] = [:]

  /// A run that nobody writes down.
  public init() {
    run = 0
    recorded = 0
    ledger = nil
  }

  /// Goes on with the latest run of the same question that was not ended, or begins one.
  ///
  /// - Parameters:
  ///   - plan: the question, and what it is asked of.
  ///   - ledger: where it is written down.
  ///   - resuming: whether to go on with an earlier attempt; otherwise everything is run anew.
  ///   - moment: where not nil, an earlier attempt that has its result since then counts as well.
  /// - Throws: ``LedgerError``.
  public init(
    _ plan: RunPlan, in ledger: Ledger, resuming: Bool, orFinishedSince moment: Date? = nil
  ) throws(LedgerError) {
    self.ledger = ledger
    guard resuming, let left = try ledger.unfinished(like: plan, orFinishedSince: moment) else {
      run = try ledger.begin(plan).id
      recorded = 0
      return
    }
    try ledger.set(left.id, to: .running)
    run = left.id
    recorded = left.trials
    for trial in try ledger.trials(of: left.id) {
      guard let report = TrialReport(trial.entry) else { continue }
      earlier[Question(sandbox: trial.entry.sandbox, purpose: trial.entry.purpose), default: []].append(report)
    }
  }

  /// What a trial brings: from the record of an earlier attempt, or by running it.
  ///
  /// - Parameters:
  ///   - sandbox: what the service is under.
  ///   - purpose: why it is asked.
  ///   - body: runs the trial.
  /// - Returns: the trial's report, which is in the ledger by now.
  /// - Throws: what `body` throws; ``LedgerError`` where the report could not be kept.
  public func trial(
    _ sandbox: Sandbox, for purpose: TrialPurpose, _ body: @Sendable () async throws -> TrialReport
  ) async throws -> TrialReport {
    trials += 1
    if let report = earlier[Question(sandbox: sandbox, purpose: purpose)]?.popFirst() { return report }
    let started = Date()
    let report = try await body()
    try ledger?.append(try report.entry(sandbox, for: purpose, started: started), to: run)
    return report
  }

  /// The run has its result.
  public func finish(with profile: String) throws(LedgerError) {
    try ledger?.set(run, to: .finished, profile: profile)
  }

  /// The run ended without a result.
  ///
  /// - Parameter isResumable: whether it may have one when it goes on.
  /// - Throws: ``LedgerError``.
  public func stop(isResumable: Bool) throws(LedgerError) {
    try ledger?.set(run, to: isResumable ? .interrupted : .failed)
  }
}
