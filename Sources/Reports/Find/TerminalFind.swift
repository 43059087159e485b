/// The result of a find as a terminal shows it.
public struct TerminalFind: Exporter {
  private let terminal: Terminal
  private let showsEverything: Bool

  /// A report for one terminal.
  ///
  /// - Parameters:
  ///   - terminal: how wide it is and whether it has colours.
  ///   - showsEverything: whether to show as well what no probe can see of each kept directive, and what the failed
  ///     trials left.
  public init(for terminal: Terminal, showsEverything: Bool = false) {
    self.terminal = terminal
    self.showsEverything = showsEverything
  }

  /// The report, the most important last: that is what stays in sight.
  public func text(of report: FindReport) -> String {
    var page = Page(for: terminal)
    kept(report, on: &page)
    rejected(report, on: &page)
    for aside in report.asides { self.aside(aside, on: &page) }
    warnings(report, on: &page)
    summary(report, on: &page)
    return page.text
  }

  private func kept(_ report: FindReport, on page: inout Page) {
    page.heading("Kept: \(counted(report.directiveCount, "directive"))", "what each takes from an attacker")
    for theme in report.kept {
      page.paragraph(theme.name, .faint)
      for directive in theme.directives {
        page.entry("\(directive.name)=\(directive.value)", directive.why, indent: 4, name: .good)
        if showsEverything, let blindSpot = directive.blindSpot {
          page.entry("", "no probe sees: \(blindSpot)", indent: 4, text: .faint)
        }
      }
    }
  }

  private func rejected(_ report: FindReport, on page: inout Page) {
    if report.rejected.isEmpty { return }
    page.heading("Rejected: \(counted(report.rejected.count, "restriction"))", "the service does not work with it")
    for rejection in report.rejected {
      page.entry(rejection.restriction, "\(rejection.phase): \(rejection.reason)", name: .bad)
      if showsEverything {
        for detail in rejection.details { page.entry("", "\(detail.name): \(detail.value)", text: .faint) }
        page.entry("", "tried \(rejection.trialContext)", text: .faint)
        for line in (rejection.output ?? "").split(separator: "\n") { page.paragraph("| \(line)", indent: 6, .faint) }
        for line in rejection.journal { page.paragraph("> \(line)", indent: 6, .faint) }
      } else if let clue = rejection.clue {
        page.entry("", clue, text: .faint)
      }
      if let command = rejection.command { page.verbatim(command, indent: 6, .faint) }
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
    let blind = report.blindSpotCount
    if report.warnings.isEmpty && (blind == 0 || showsEverything) { return }
    page.heading("Before you trust this")
    for warning in report.warnings { page.entry("!", warning.text, column: 2, name: .caution) }
    if blind > 0, !showsEverything {
      let directives = blind == 1 ? "1 kept directive" : "\(blind) kept directives"
      page.entry(
        "!",
        "\(directives) can change something that no probe notices: the comments in the drop-in say what, and so does"
          + " 'cinch explain'.", column: 2, name: .caution)
    }
  }

  private func summary(_ report: FindReport, on page: inout Page) {
    page.heading(report.unit)
    if let exposure = report.profile.exposure {
      for (name, reading) in [
        ("exposure before", ExposureReading(exposure.before)), ("exposure after", ExposureReading(exposure.after)),
      ] {
        let figure = reading.text.count < 4 ? " \(reading.text)" : reading.text
        let bar = terminal.columns < 60 ? "" : "  \(page.paint(reading.bar(of: 20), reading.role))"
        page.verbatim("\(name.padded(to: 18))\(page.paint(figure, .strong))\(bar)  \(reading.word)", indent: 2)
      }
    }
    if let margin = report.margin { page.entry("margin", margin, column: 18) }
    page.entry("search", report.effort, column: 18)
    page.entry("result", report.confirmation, column: 18)
  }
}
