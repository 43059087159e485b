/// The result of a find as a terminal shows all of it: what each directive takes from an attacker, what each failed trial
/// left and how to see it again, and what was not tried.
public struct TerminalFindInFull: Exporter {
  private let terminal: Terminal

  /// A report for one terminal.
  public init(for terminal: Terminal) { self.terminal = terminal }

  /// The report.
  public func text(of report: FindReport) -> String {
    var page = Page(for: terminal)
    page.summary(report)
    warnings(report, on: &page)
    kept(report, on: &page)
    rejected(report, on: &page)
    if let missed = report.missed {
      page.heading(missed.heading, missed.meaning)
      for line in missed.lines { page.paragraph(line) }
    }
    leftOutRehearsals(report, on: &page)
    for aside in report.asides { self.aside(aside, on: &page) }
    return page.text
  }

  private func leftOutRehearsals(_ report: FindReport, on page: inout Page) {
    let leftOut = report.leftOutRehearsals
    if leftOut.isEmpty { return }
    page.heading("Not rehearsed: \(leftOut.count)", "what no trial has gone through")
    for (name, reason) in leftOut { page.entry(name, reason) }
  }

  private func kept(_ report: FindReport, on page: inout Page) {
    page.heading("Kept: \(counted(report.directiveCount, "directive"))", "what each takes from an attacker")
    for theme in report.kept {
      page.paragraph(theme.name, .faint)
      for directive in theme.directives {
        page.entry("\(directive.name)=\(directive.value)", directive.why, indent: 4, name: .good)
        if let blindSpot = directive.blindSpot {
          page.entry("", "no probe sees: \(blindSpot)", indent: 4, text: .faint)
        }
      }
    }
  }

  private func rejected(_ report: FindReport, on page: inout Page) {
    if report.rejected.isEmpty { return }
    page.heading("Rejected: \(counted(report.rejected.count, "restriction"))", "the service does not work with these")
    for rejection in report.rejected {
      page.entry(rejection.restriction, rejection.reason, name: .bad)
      page.entry("", "failed at \(rejection.phase): \(rejection.failure)", text: .faint)
      page.evidence(of: rejection)
    }
  }

  private func aside(_ aside: Aside, on page: inout Page) {
    page.heading("\(aside.heading): \(counted(aside.count, "restriction"))", aside.meaning)
    for group in aside.groups {
      let restrictions = group.restrictions.joined(separator: ", ")
      if group.reason.isEmpty {
        page.paragraph(restrictions)
      } else {
        page.entry(group.reason, restrictions)
      }
    }
  }

  private func warnings(_ report: FindReport, on page: inout Page) {
    if report.warnings.isEmpty { return }
    page.heading("Before you trust this")
    for warning in report.warnings { page.entry("!", warning.text, column: 2, name: .caution) }
  }
}

extension Page {
  /// What a failed trial left, and how to see it again.
  mutating func evidence(of rejection: RejectedRestriction) {
    for detail in rejection.details { entry("", "\(detail.name): \(detail.value)", text: .faint) }
    entry("", "tried \(rejection.trialContext)", text: .faint)
    for line in (rejection.output ?? "").split(separator: "\n") { paragraph("| \(line)", indent: 6, .faint) }
    for line in rejection.journal { paragraph("> \(line)", indent: 6, .faint) }
    if let command = rejection.command { verbatim(command, indent: 6, .faint) }
  }
}
