import Ledger
import Sandboxing
import Trials

/// Runs a result as it will be installed, and looks whether the service does under it what it does without.
struct Confirming {
  /// What was asked.
  let request: FindRequest
  /// What is known of the service.
  let known: Preparation
  /// Runs the unit itself, where nothing was tried before.
  let runner: TrialRunner
  /// Whether the service, or its health check, fails now and then.
  let flakes: Bool
  /// Of the find.
  let recorder: RunRecorder
  /// Is told of each run.
  let report: @Sendable (FindEvent) async throws -> Void

  /// How often restrictions are withheld for what the service does before what is left has to do.
  private static let mostRounds = 3

  /// Confirms a choice.
  ///
  /// - Returns: what is kept after all, which passed as often as was asked for: a denial that the service passes over without
  ///   a word is seen only here, and so is something that it does not do any more.
  /// - Throws: ``FindError/notConfirmed(_:)``, ``FindError/untestable(_:)``, and what a trial throws.
  func confirmed(_ choice: Choice) async throws -> (Choice, ConfirmationRuns) {
    await known.baseline.teach(runner)
    var choice = choice
    var runs = try await passing(&choice, looked: request.trustsHealth)
    guard !request.trustsHealth else { return (choice, runs) }
    let spared = request.sparesExpected ? request.expected : .empty
    for _ in 0..<Self.mostRounds {
      let search = search(sparing: spared, on: choice.context)
      var reports = runs.reports
      // Once is no rule.
      if reports.count == 1 { reports.append(try await search.trial(choice.kept)) }
      let differences = search.differences(in: reports.filter(\.verdict.isPassed), under: choice.kept)
      guard let first = differences.min() else { break }
      try await report(.step("finding out which restriction makes a difference (\(first.phrase))"))
      let culprits = try await search.culprits(of: choice.kept, showing: differences)
      if culprits.isEmpty { break }
      var less = choice.without(culprits)
      let lines = runs.usualLines
      do {
        runs = try await passing(&less, looked: true)
      } catch FindError.notConfirmed(let evidence) {
        let names = culprits.map(\.restriction.description).joined(separator: ", ")
        try await report(
          .warning("it goes on differently (\(first.phrase)) and fails without \(names) (\(evidence.reason)): kept"))
        break
      }
      choice = less
      runs.usualLines.formUnion(lines)
    }
    return (choice, runs)
  }

  private func search(sparing spared: Sandbox, on context: ServiceContext) -> DifferenceSearch {
    DifferenceSearch(known: known, spared: spared, comparison: BehaviourComparison(with: known.baseline.reports)) {
      [recorder, runner] sandbox in
      try await recorder.trial(sandbox, for: .confirm) {
        try await runner.run(Rendering(of: sandbox, on: context).forTrial, comparing: true)
      }
    }
  }

  /// Runs a choice until it has passed as often as was asked for.
  private func passing(_ choice: inout Choice, looked: Bool) async throws -> ConfirmationRuns {
    var runs = ConfirmationRuns()
    var looked = looked
    while runs.passes < request.confirmations {
      // A watchdog bites later than a trial lasts: one of them waits for it.
      let stay = runs.passes == 0 ? runner.subject.watchdogStay : .zero
      let (kept, rendering) = (choice.kept, choice.rendering)
      // What takes longer is gone through once.
      let rehearsals = runs.passes == 0 ? RehearsalName.allCases : nil
      let run = try await recorder.trial(kept, for: .confirm) {
        try await runner.run(
          rendering.forTrial, comparing: !request.trustsHealth, stay: stay, rehearsing: rehearsals)
      }
      runs.usualLines.formUnion(run.usualLines)
      try await report(.confirmation(number: runs.passes + 1, of: request.confirmations, report: run))
      switch run.verdict {
      case .passed where !looked:
        looked = true
        let audible = try await choice.withoutSilentDenials(run, of: known) { sandbox, rendered in
          try await recorder.trial(sandbox, for: .confirm) { try await runner.run(rendered) }
        }
        if let audible { choice = audible } else { runs.note(run) }
      case .passed: runs.note(run)
      // A service that flakes without any restriction does so here too.
      case .failed where (flakes || run.wavered) && runs.failures < 2 * request.confirmations:
        runs.failures += 1
      case .failed(let evidence): throw FindError.notConfirmed(evidence)
      case .inconclusive(let reason): throw FindError.untestable(reason)
      }
    }
    return runs
  }
}

/// How the result did as it will be installed.
struct ConfirmationRuns: Sendable {
  /// How often it passed.
  var passes: Int { reports.count }
  /// How often it failed; only a service that fails now and then without any restriction may.
  var failures = 0
  /// What its log said then (``LogLine``).
  var usualLines: Set<String> = []
  /// The runs that passed.
  private(set) var reports: [TrialReport] = []

  /// One more passed.
  mutating func note(_ report: TrialReport) { reports.append(report) }
}

extension Rendering {
  /// All forms that a launcher can need.
  var forTrial: RenderedSandbox {
    RenderedSandbox(
      properties: properties, dropIn: settings.isEmpty ? "" : dropIn(), systemdRunArguments: systemdRunArguments)
  }
}
