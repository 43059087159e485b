import Sandboxing
import Workflows

/// Checks as a terminal shows them.
public struct TerminalCheck: Exporter {
  private let terminal: Terminal

  /// A report for one terminal.
  public init(for terminal: Terminal) { self.terminal = terminal }

  /// All checks, one after the other.
  public func text(of reports: [CheckReport]) -> String {
    var page = Page(for: terminal)
    for report in reports { show(report, on: &page) }
    return page.text
  }

  private func show(_ report: CheckReport, on page: inout Page) {
    page.heading(report.unit.terminalSafe, report.file.terminalSafe)
    switch report.outcome {
    case .failed(let reason): page.entry("not checked", reason.terminalSafe, column: 18, name: .bad)
    case .result(let result): show(result, on: &page)
    }
  }

  private func show(_ result: CheckResult, on page: inout Page) {
    page.entry(
      "still holds", counted(result.holding, "restriction"), column: 18, name: result.broken.isEmpty ? .good : nil)
    for broken in result.brokenRestrictions {
      page.entry("breaks it now", broken.restriction, column: 18, name: .bad)
      page.entry("", broken.reason, column: 18)
      page.entry("", "\(broken.phase): \(broken.failure)", column: 18, text: .faint)
      for detail in broken.details { page.entry("", "\(detail.name): \(detail.value)", column: 18, text: .faint) }
      if let command = broken.command { page.verbatim(command, indent: 20, .faint) }
    }
    for restriction in result.undecided {
      page.entry("no trial could tell", restriction.description.terminalSafe, column: 20, name: .caution)
    }
    for remark in result.lost {
      page.entry(
        "does nothing now", "\(remark.restriction): \(remark.reason)".terminalSafe, column: 18, name: .caution)
    }
    for restriction in result.gained {
      let why = Catalogue.directive(restriction.directive)?.why ?? ""
      page.entry("can be had now", "\(restriction.description.terminalSafe): \(why)", column: 18, name: .good)
    }
  }
}
