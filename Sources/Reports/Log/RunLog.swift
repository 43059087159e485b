import Sandboxing
import Foundation
import Ledger
import Workflows

/// The runs that a ledger holds, for a terminal: a line each, newest first.
public struct TerminalRunLog: Exporter {
  private let terminal: Terminal

  /// A list for this terminal.
  public init(for terminal: Terminal) { self.terminal = terminal }

  /// The list.
  public func text(of runs: [RunRecord]) throws -> String {
    var page = Page(for: terminal)
    if runs.isEmpty { page.paragraph("The ledger has no runs yet.", indent: 0) }
    let verb = runs.map(\.plan.verb.count).max() ?? 0
    let unit = min(40, runs.map { $0.plan.unit.terminalSafe.columns }.max() ?? 0)
    for run in runs {
      let name = run.plan.unit.terminalSafe.fitted(to: unit).padded(to: unit)
      let line = "\("\(run.id)".padded(to: 5)) \(run.started.logTime)  \(run.plan.verb.padded(to: verb)) \(name)  "
      // Clocks are set back now and then.
      let seconds = run.ended.map { max(0, Int($0.timeIntervalSince(run.started))) }
      let cost = [run.trials == 0 ? nil : "\(run.trials) trials", seconds.map { "in \($0) s" }].compactMap { $0 }
      let end = cost.isEmpty ? "" : ", " + cost.joined(separator: " ")
      page.verbatim(line + page.paint(run.status.rawValue, run.status.role) + end, indent: 0)
    }
    return page.text
  }
}

/// The trials of a run, for a terminal: a line each, in the order in which they were run.
public struct TerminalTrialLog: Exporter {
  private let terminal: Terminal

  /// A list for this terminal.
  public init(for terminal: Terminal) { self.terminal = terminal }

  /// The list.
  public func text(of log: TrialLog) throws -> String {
    var page = Page(for: terminal)
    let run = log.run
    page.heading("Run \(run.id): \(run.plan.verb) \(run.plan.unit.terminalSafe)", run.status.rawValue)
    let environment = run.plan.environment
    let versions = [
      "systemd \(environment.systemd)", "Linux \(environment.kernel)", environment.libc, environment.package ?? "",
    ]
    page.paragraph(versions.filter { !$0.isEmpty }.joined(separator: ", ").terminalSafe, .faint)
    for trial in log.trials {
      let entry = trial.entry
      let milliseconds =
        entry.duration.components.seconds * 1000 + entry.duration.components.attoseconds / 1_000_000_000_000_000
      let line =
        "\("\(trial.number)".padded(to: 4)) \(entry.purpose.rawValue.padded(to: 8))"
        + " \("\(entry.sandbox.restrictions.count) restrictions".padded(to: 17)) \("\(milliseconds) ms".padded(to: 9)) "
      let phase = entry.phase.map { " (\($0.terminalSafe))" } ?? ""
      page.verbatim(line + page.paint(entry.outcome.rawValue, entry.outcome.role) + phase, indent: 2)
    }
    return page.text
  }
}

/// A run with its trials.
public struct TrialLog: Sendable {
  /// The run.
  public let run: RunRecord
  /// Its trials, in order.
  public let trials: [TrialRecord]

  /// A run with its trials.
  public init(run: RunRecord, trials: [TrialRecord]) {
    self.run = run
    self.trials = trials
  }
}

extension RunStatus {
  fileprivate var role: Palette.Role {
    switch self {
    case .finished: .good
    case .failed: .bad
    case .running, .interrupted: .caution
    }
  }
}

extension TrialEntry.Outcome {
  fileprivate var role: Palette.Role {
    switch self {
    case .passed: .good
    case .failed: .bad
    case .inconclusive: .caution
    }
  }
}

extension Date {
  /// In UTC and to the second, so that it sorts and says the same everywhere.
  fileprivate var logTime: String { formatted(.iso8601) }
}
