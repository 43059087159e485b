import Profiles
import Sandboxing
import Workflows

/// Explanations as a terminal shows them.
public struct TerminalExplanation: Exporter {
  private let terminal: Terminal
  private let profile: Profile?
  private let answer: Explanation.Answer?

  /// Explanations for one terminal.
  ///
  /// - Parameters:
  ///   - terminal: how wide it is and whether it has colours.
  ///   - profile: what the explanations are of, where its health check is to be told of as well.
  ///   - answer: what is said first, where something was asked for by itself.
  public init(for terminal: Terminal, of profile: Profile? = nil, answering answer: Explanation.Answer? = nil) {
    self.terminal = terminal
    self.profile = profile
    self.answer = answer
  }

  /// A part for each directive.
  public func text(of explanations: [Explanation]) -> String {
    var page = Page(for: terminal)
    if let answer {
      page.heading("\(answer.name.terminalSafe): \(answer.verdict.rawValue)")
      page.paragraph(answer.reason.terminalSafe)
    }
    if let profile {
      let report = FindReport(profile)
      page.heading("Health check", report.healthCheck)
      for line in report.missed?.lines ?? [] { page.entry("not noticed", line, name: .caution) }
    }
    for explanation in explanations { show(explanation, on: &page) }
    return page.text
  }

  private func show(_ explanation: Explanation, on page: inout Page) {
    let directive = explanation.directive
    page.heading("\(directive.name)=", directive.theme.rawValue)
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
    page.paragraph("takes from an attacker: \(directive.why)")
    if let blindSpot = directive.blindSpot { page.paragraph("no probe sees: \(blindSpot)") }
    page.paragraph("\(directive.manual.rawValue), \(directive.manual.address(of: directive.name))", .faint)
  }

  private func show(_ rejection: RejectedRestriction, _ value: String, on page: inout Page) {
    page.entry(value, "rejected: \(rejection.reason)", name: .bad)
    page.entry("", "failed at \(rejection.phase): \(rejection.failure)")
    page.evidence(of: rejection)
  }
}
