import Sandboxing

/// The recipes as a terminal shows them: those that are of use on the machine first.
public struct TerminalRecipes: Exporter {
  private let terminal: Terminal

  /// A list for one terminal.
  public init(for terminal: Terminal) { self.terminal = terminal }

  /// A line for each recipe.
  public func text(of list: RecipeList) -> String {
    var page = Page(for: terminal)
    let (here, others) = (list.entries.filter { !$0.units.isEmpty }, list.entries.filter(\.units.isEmpty))
    page.heading("\(counted(here.count, "recipe")) for units that are here")
    for entry in here {
      let units = entry.units.joined(separator: ", ").terminalSafe
      let packages = Set(entry.missing.map(\.package)).sorted().joined(separator: " ")
      let missing = packages.isEmpty ? "" : " (needs \(packages.terminalSafe), which is not there)"
      page.entry(
        entry.recipe.name.terminalSafe, units + missing, column: 22, name: packages.isEmpty ? .good : .caution)
    }
    if !others.isEmpty {
      page.heading("\(counted(others.count, "recipe")) for others")
      page.paragraph(others.map(\.recipe.name.terminalSafe).joined(separator: ", "))
    }
    return page.text
  }
}
