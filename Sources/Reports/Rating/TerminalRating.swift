import Profiles
import Workflows

/// A rated health check as a terminal shows it.
public struct TerminalRating: Exporter {
  private let terminal: Terminal

  /// A report for one terminal.
  public init(for terminal: Terminal) { self.terminal = terminal }

  /// What it notices, and what it does not, each with the probe to add.
  public func text(of rated: RatedCheck) -> String {
    var page = Page(for: terminal)
    let rating = rated.rating
    page.heading(rated.unit.terminalSafe)
    let probes = counted(rated.check.probes.count, "probe")
    let recipe = rated.recipe.map { "recipe \($0.terminalSafe), " } ?? ""
    page.entry("health check", "\(recipe)\(probes); \(rating.phrase)", column: 18)
    page.entry("search", counted(rated.trials, "trial"), column: 18)
    if let meaning = rating.meaning { page.paragraph(meaning, .caution) }
    if !rating.missed.isEmpty {
      page.heading("Missed: \(rating.missed.count)", "the health check passes without it")
      for missed in rating.missed {
        page.entry(missed.use.terminalSafe, "add: \(missed.probe.terminalSafe)", column: 44, name: .caution)
      }
    }
    if !rating.noticed.isEmpty {
      page.heading("Noticed: \(rating.noticed.count)", "the health check fails without it")
      for use in rating.noticed { page.paragraph(use.terminalSafe, .good) }
    }
    return page.text
  }
}

extension CheckRating {
  /// What it means that the check notices nothing; nil where it notices something.
  var meaning: String? {
    guard noticed.isEmpty else { return nil }
    if count == 0 { return "Nothing is known to be used that a restriction could take away." }
    return noticesAbsence == false
      ? "The check passes even where the service does not run: whatever it says of a sandbox says nothing of the service."
      : "The check fails where the service does not run, and in no other case that was tried."
  }
}
