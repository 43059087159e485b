import Sandboxing
import Workflows

/// Explanations as a terminal shows them.
public struct TerminalExplanation: Exporter {
  private let terminal: Terminal

  /// Explanations for one terminal.
  public init(for terminal: Terminal) { self.terminal = terminal }

  /// A part for each directive.
  public func text(of explanations: [Explanation]) -> String {
    var page = Page(for: terminal)
    for explanation in explanations { show(explanation, on: &page) }
    return page.text
  }

  private func show(_ explanation: Explanation, on page: inout Page) {
    let directive = explanation.directive
    page.heading("\(directive.name)=", directive.theme.rawValue)
    page.paragraph("takes from an attacker: \(directive.why)")
    if let blindSpot = directive.blindSpot { page.paragraph("no probe sees: \(blindSpot)") }
    page.paragraph("\(directive.manual.rawValue), \(directive.manual.address(of: directive.name))", .faint)
    for entry in explanation.entries {
      let value = entry.restriction.value.terminalSafe
      switch entry.fate {
      case .kept(let witness, let reason):
        let proof = witness.map { "kept; seen to deny: \($0.description.terminalSafe)" } ?? "kept"
        let kind = reason.map { "cannot matter: \($0.terminalSafe)" } ?? "seen unused"
        page.entry(value, "\(proof); \(kind)", name: .good)
      case .rejected(let rejection): show(rejection, value, on: &page)
      case .other(let fate, let reason): page.entry(value, "\(fate): \(reason.terminalSafe)", name: .caution)
      }
    }
  }

  private func show(_ rejection: RejectedRestriction, _ value: String, on page: inout Page) {
    page.entry(value, "rejected; failed at \(rejection.phase): \(rejection.reason)", name: .bad)
    for detail in rejection.details { page.entry("", "\(detail.name): \(detail.value)") }
    page.entry("", "tried \(rejection.trialContext)")
    for line in (rejection.output ?? "").split(separator: "\n") { page.paragraph("| \(line)", indent: 6, .faint) }
    for line in rejection.journal { page.paragraph("> \(line)", indent: 6, .faint) }
    if let command = rejection.command { page.verbatim(command, indent: 6, .faint) }
  }
}
