import Sandboxing
import Search
import Workflows

/// A verification as a terminal shows it.
public struct TerminalVerification: Exporter {
  private let terminal: Terminal

  /// A report for one terminal.
  public init(for terminal: Terminal) { self.terminal = terminal }

  /// The kept sandbox, then each proof that does not hold any more.
  public func text(of result: VerifiedProfile) -> String {
    var page = Page(for: terminal)
    page.heading(
      result.profile.service.unit.terminalSafe, result.holds ? "every claim holds" : "not every claim holds any more")
    let kept = counted(result.profile.kept.restrictions.count, "restriction")
    switch result.verification.kept {
    case .passed: page.entry("passes", "the sandbox of \(kept)", column: 22, name: .good)
    case .failed, .wavering: page.entry("fails now", "the sandbox of \(kept)", column: 22, name: .bad)
    case .inconclusive: page.entry("no trial could tell", "of the sandbox of \(kept)", column: 22, name: .caution)
    }
    let standing = result.proofs.count { $0.outcome == .failed }
    page.entry("still fails", "\(standing) of \(counted(result.proofs.count, "proof"))", column: 22)
    for (rejection, outcome) in result.proofs where outcome != .failed {
      let name = outcome == .passed ? "passes now" : "no trial could tell"
      page.entry(
        name, "the proof against \(rejection.restriction.description.terminalSafe)", column: 22, name: .caution)
    }
    return page.text
  }
}
