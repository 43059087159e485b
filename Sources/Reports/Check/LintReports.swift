import Sandboxing
import Workflows

/// What settings of a unit undo each other, as a terminal shows it.
public struct TerminalLint: Exporter {
  private let terminal: Terminal

  /// A report for one terminal.
  public init(for terminal: Terminal) { self.terminal = terminal }

  /// Each finding with what to do about it.
  public func text(of lint: UnitLint) -> String {
    var page = Page(for: terminal)
    page.heading(
      lint.unit.terminalSafe,
      lint.findings.isEmpty ? "no setting undoes another" : counted(lint.findings.count, "thing") + " to know")
    for finding in lint.findings {
      page.entry(finding.rule, finding.text.terminalSafe, column: 22, name: .caution)
      page.entry("", finding.advice.terminalSafe, column: 22)
    }
    return page.text
  }
}

extension Report {
  /// What settings of a unit undo each other. For programs: `version`, `unit`, and `findings`, each with `rule`, `settings`,
  /// `text` and `advice`.
  public init(_ lint: UnitLint) {
    self.init("The settings of \(lint.unit)", payload: { LintPayload(unit: lint.unit, findings: lint.findings) }) {
      TerminalLint(for: $0).text(of: lint)
    }
  }
}

private struct LintPayload: Encodable {
  let version = 1
  let unit: String
  let findings: [LintFinding]
}
