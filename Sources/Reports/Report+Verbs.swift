import Ledger
import Profiles
import Sandboxing
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
    findings = SARIFFindings(checks)
  }

  /// The results of many services on many hosts.
  public init(_ fleet: FleetReport) {
    self.init("Sandboxes of \(fleet.size)", payload: { JSONFleet().payload(of: fleet) }) {
      TerminalFleet(for: $0).text(of: fleet)
    }
    self.fleet = fleet
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
  ///
  /// - Parameters:
  ///   - explanations: of the directives that were asked for.
  ///   - profile: what they are of, where its health check is to be told of as well.
  ///   - answer: what is said first, where something was asked for by itself.
  public init(_ explanations: [Explanation], of profile: Profile? = nil, answering answer: Explanation.Answer? = nil) {
    self.init("Explained sandbox", payload: { JSONExplanation(of: answer).payload(of: explanations) }) {
      TerminalExplanation(for: $0, of: profile, answering: answer).text(of: explanations)
    }
  }

  /// A rated health check.
  public init(_ rated: RatedCheck) {
    self.init("Rated health check", payload: { JSONRating().payload(of: rated) }) {
      TerminalRating(for: $0).text(of: rated)
    }
  }

  /// Settings of a unit that undo each other.
  public init(_ lint: UnitLint) {
    self.init("Settings of \(lint.unit.terminalSafe)", payload: { JSONLint().payload(of: lint) }) {
      TerminalLint(for: $0).text(of: lint)
    }
  }

  /// Recipes.
  public init(_ recipes: RecipeList) {
    self.init("Recipes", payload: { JSONRecipes().payload(of: recipes) }) {
      TerminalRecipes(for: $0).text(of: recipes)
    }
  }

  /// Recipes that were tested.
  public init(_ tests: [RecipeTest]) {
    self.init("Tested recipes", payload: { JSONRecipeTests().payload(of: tests) }) {
      TerminalRecipeTests(for: $0).text(of: tests)
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
