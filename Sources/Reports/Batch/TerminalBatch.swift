import Sandboxing
import Workflows

/// A batch as a terminal shows it: a line for each service, why some have no result, and how many came out how.
public struct TerminalBatch: Exporter {
  private let terminal: Terminal

  /// A report for one terminal.
  public init(for terminal: Terminal) { self.terminal = terminal }

  /// The table and what belongs to it.
  public func text(of report: BatchReport) -> String {
    var page = Page(for: terminal)
    let outcomes = report.summary.outcomes
    Table(
      columns: columns(of: report.verb),
      rows: outcomes.map { row($0, of: report.verb, isEarlier: report.summary.earlier.contains($0.name)) }
    ).show(on: &page)
    let reasons = outcomes.filter { $0.reason != nil }
    if !reasons.isEmpty { page.verbatim("", indent: 0) }
    for outcome in reasons {
      page.entry(
        outcome.name.terminalSafe, (outcome.reason ?? "").terminalSafe, column: 18, indent: 0, name: outcome.status.role
      )
    }
    let counts = report.counts.map { "\($0.count) \($0.status.rawValue)" }.joined(separator: ", ")
    page.verbatim("", indent: 0)
    page.paragraph(
      "\(counted(outcomes.count, "service"))\(counts.isEmpty ? "" : ": \(counts)"); \(seconds(report.seconds)) s",
      indent: 0)
    return page.text
  }

  private func columns(of verb: BatchVerb) -> [Table.Column] {
    let middle =
      switch verb {
      case .find: ["kept", "rejected", "trials", "before", "after"]
      case .check: ["hold", "broken", "gained", "trials"]
      case .apply: ["kept"]
      }
    return [.init(head: "service"), .init(head: verb.rawValue)] + middle.map { .init(head: $0, isNumeric: true) }
      + [.init(head: "seconds", isNumeric: true), .init(head: "")]
  }

  private func row(_ outcome: BatchOutcome, of verb: BatchVerb, isEarlier: Bool) -> [Table.Cell] {
    let figures = outcome.figures
    let (before, after) = (
      figures.exposure.map { ExposureReading($0.before) }, figures.exposure.map { ExposureReading($0.after) }
    )
    func number(_ number: Int?) -> Table.Cell { Table.Cell(number.map { "\($0)" } ?? "-") }
    let middle: [Table.Cell] =
      switch verb {
      case .find:
        [
          number(figures.kept), number(figures.rejected), number(figures.trials),
          Table.Cell(before?.text ?? "-", before?.role), Table.Cell(after?.text ?? "-", after?.role),
        ]
      case .check:
        [number(figures.kept), number(figures.broken?.count), number(figures.gained?.count), number(figures.trials)]
      case .apply: [number(figures.kept)]
      }
    return [Table.Cell(outcome.name.terminalSafe, .strong), Table.Cell(outcome.status.rawValue, outcome.status.role)]
      + middle + [Table.Cell(seconds(outcome.seconds)), Table.Cell(isEarlier ? "earlier" : "", .faint)]
  }

  private func seconds(_ seconds: Double) -> String { "\(Int(seconds.rounded()))" }
}

/// What a batch would do, as a terminal shows it.
public struct TerminalBatchPlan: Exporter {
  private let terminal: Terminal

  /// A report for one terminal.
  public init(for terminal: Terminal) { self.terminal = terminal }

  /// A line for each service.
  public func text(of plan: BatchPlan) -> String {
    var page = Page(for: terminal)
    Table(
      columns: [.init(head: "service"), .init(head: "unit"), .init(head: "would")],
      rows: plan.steps.map { step in
        [
          Table.Cell(step.service.name.terminalSafe, .strong), Table.Cell(step.service.unit.terminalSafe),
          step.earlier == nil
            ? Table.Cell(plan.verb.rawValue) : Table.Cell("\(plan.verb.rawValue) if it has changed", .faint),
        ]
      }
    ).show(on: &page)
    return page.text
  }
}

extension BatchOutcome.Status {
  fileprivate var role: Palette.Role {
    switch self {
    case .ok: .good
    case .undecided, .changed, .locked: .caution
    case .regression, .unhealthy, .untestable, .notPermitted, .failed: .bad
    }
  }
}
