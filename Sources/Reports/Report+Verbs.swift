import Ledger
import Workflows

/// What each verb reports.
extension Report {
  /// The result of a find.
  ///
  /// - Parameters:
  ///   - find: the result.
  ///   - full: whether a terminal shows all that is known.
  ///   - next: how to go on, each a line.
  public init(_ find: FindReport, full: Bool = false, next: [String] = []) {
    self.init("The sandbox of \(find.unit)", payload: { JSONFind().payload(of: find) }) { terminal in
      full
        ? TerminalFindInFull(for: terminal).text(of: find) : TerminalFind(for: terminal, next: next).text(of: find)
    }
    self.find = find
  }

  /// What became of a profile whose trials were run again.
  public init(_ verified: VerifiedProfile) {
    self.init("Verified sandbox", payload: { JSONVerification().payload(of: verified) }) {
      TerminalVerification(for: $0).text(of: verified)
    }
  }

  /// Checks of saved sandboxes.
  public init(_ checks: [CheckReport]) {
    self.init("Checked sandboxes", payload: { JSONCheck().payload(of: checks) }) {
      TerminalCheck(for: $0).text(of: checks)
    }
    suites = checks.map(JUnitSuite.init)
  }

  /// A batch.
  public init(_ batch: BatchReport) {
    self.init("Batch: \(batch.verb.rawValue)", payload: { JSONBatch().payload(of: batch) }) {
      TerminalBatch(for: $0).text(of: batch)
    }
    suites = [JUnitSuite(batch)]
  }

  /// What a batch would do.
  public init(_ plan: BatchPlan) {
    self.init("Planned batch: \(plan.verb.rawValue)", payload: { JSONBatchPlan().payload(of: plan) }) {
      TerminalBatchPlan(for: $0).text(of: plan)
    }
  }

  /// Why directives are kept or not.
  public init(_ explanations: [Explanation]) {
    self.init("Explained sandbox", payload: { JSONExplanation().payload(of: explanations) }) {
      TerminalExplanation(for: $0).text(of: explanations)
    }
  }

  /// The catalogue.
  public init(_ catalogue: CatalogueReport) {
    self.init("Directives", payload: { JSONCatalogue().payload(of: catalogue) }) {
      TerminalCatalogue(for: $0).text(of: catalogue)
    }
  }

  /// Runs.
  public init(_ runs: [RunRecord]) {
    self.init("Runs", payload: { JSONRunLog().payload(of: runs) }) { try TerminalRunLog(for: $0).text(of: runs) }
  }

  /// A run with its trials.
  public init(_ log: TrialLog) {
    self.init("Run \(log.run.id)", payload: { JSONTrialLog().payload(of: log) }) {
      try TerminalTrialLog(for: $0).text(of: log)
    }
  }
}
