import Sandboxing
import Trials
import Workflows

/// The catalogue as a terminal shows it: a paragraph for each directive, its values together that fare alike.
public struct TerminalCatalogue: Exporter {
  private let terminal: Terminal

  /// A catalogue for one terminal.
  public init(for terminal: Terminal) { self.terminal = terminal }

  /// The catalogue by theme, and below it how much of it the system does.
  public func text(of report: CatalogueReport) -> String {
    var page = Page(for: terminal)
    for theme in Theme.allCases {
      page.heading(theme.rawValue)
      for group in report.groups where group.directive.theme == theme {
        page.entry("\(group.directive.name)=", group.directive.why, column: 28, name: .strong)
        for row in rows(of: group) { page.entry(row.fate, row.values, column: 24, indent: 6, name: row.role) }
      }
    }
    page.heading("Left out")
    for directive in Catalogue.leftOut { page.entry(directive.name, directive.reason, column: 28) }
    summary(report, on: &page)
    return page.text
  }

  private func summary(_ report: CatalogueReport, on page: inout Page) {
    let entries = report.groups.flatMap(\.entries)
    page.heading("\(counted(entries.count, "restriction"))")
    for enforcement in Enforcement.allCases {
      let count = entries.count { $0.enforcement == enforcement }
      if count > 0 {
        page.entry("\(count) \(enforcement.phrase)", enforcement.meaning, column: 28, name: enforcement.role)
      }
    }
    let untried = entries.count { $0.enforcement == nil }
    if untried > 0 {
      page.entry("\(untried) supported", "whether they are enforced, --witness finds out", column: 28)
    }
  }

  /// The values of one directive, those together of which the same is to be said.
  private func rows(of group: CatalogueReport.Group) -> [(fate: String, role: Palette.Role?, values: String)] {
    if let remark = group.remark { return [("", nil, remark)] }
    var rows: [(fate: String, role: Palette.Role?, values: [String])] = []
    for entry in group.entries {
      let obstacle = entry.obstacle.map { entry.enforcement == .notEnforced ? "not enforced: \($0)" : $0 }
      let fate = obstacle ?? entry.enforcement?.phrase ?? "since systemd \(entry.since)"
      let value = entry.restriction.value.terminalSafe
      if let index = rows.firstIndex(where: { $0.fate == fate }) {
        rows[index].values.append(value)
      } else {
        rows.append((fate, entry.enforcement?.role, [value]))
      }
    }
    return rows.map { ($0.fate, $0.role, $0.values.joined(separator: ", ")) }
  }
}

extension Enforcement {
  fileprivate var phrase: String { rawValue.replacing("-", with: " ") }

  fileprivate var role: Palette.Role {
    switch self {
    case .enforced: .good
    case .masked: .strong
    case .notEnforced: .bad
    case .notSupported: .faint
    }
  }

  fileprivate var meaning: String {
    switch self {
    case .enforced: "their acts are allowed without them and denied with them"
    case .masked: "their acts are denied with them and without: something else denies them here already"
    case .notEnforced: "their acts are allowed in spite of them: systemd accepts them and this system ignores them"
    case .notSupported: "this systemd does not know them, or they make no sense here"
    }
  }
}
