/// Many results as a terminal shows them: a line for each service, and the totals.
public struct TerminalFleet: Exporter {
  private let terminal: Terminal

  /// A report for one terminal.
  public init(for terminal: Terminal) { self.terminal = terminal }

  /// The table, what could not be read, and the totals.
  public func text(of report: FleetReport) -> String {
    var page = Page(for: terminal)
    Table(
      columns: [.init(head: "service")]
        + ["hosts", "before", "after", "kept", "partly", "needed", "withheld", "differ"].map {
          .init(head: $0, isNumeric: true)
        },
      rows: report.services.map { row($0, in: report) }
    ).show(on: &page)
    if !report.unread.isEmpty {
      page.heading("Not read")
      for file in report.unread {
        page.paragraph(file.reason.terminalSafe, .caution)
      }
    }
    page.verbatim("", indent: 0)
    page.paragraph(totals(of: report), indent: 0)
    return page.text
  }

  private func row(_ service: FleetService, in report: FleetReport) -> [Table.Cell] {
    let exposure = service.exposure
    func number(_ count: Int, _ role: Palette.Role? = nil) -> Table.Cell {
      Table.Cell("\(count)", count > 0 ? role : nil)
    }
    return [
      Table.Cell(service.unit.terminalSafe, .strong), number(service.results.count),
      Table.Cell(exposure?.before.text ?? "-", exposure?.before.role),
      Table.Cell(exposure?.after.text ?? "-", exposure?.after.role), number(service.count(of: .kept)),
      number(service.count(of: .partly)), number(service.count(of: .rejected)), number(service.count(of: .withheld)),
      number(service.differences(in: report.directives), .caution),
    ]
  }

  private func totals(of report: FleetReport) -> String {
    let exposure = report.exposure.map { "; mean exposure \($0.before.text) before, \($0.after.text) after" } ?? ""
    return report.size + exposure
  }
}
