import Sandboxing
import Trials
import Workflows

/// A restriction that the service does not work with, told from the failed trial that proves it.
public struct RejectedRestriction: Sendable {
  /// The restriction, as people write it.
  public let restriction: String
  /// Where the trial failed.
  public let phase: String
  /// What failed there, in one sentence.
  public let reason: String
  /// What else the failure left, each thing with its name: how the main process ended, the denied system call.
  public let details: [(name: String, value: String)]
  /// What the failed probe wrote, in lines; nil for nothing.
  public let output: String?
  /// New lines in the service's journal, oldest first.
  public let journal: [String]
  /// What else the service was under in that trial, as a phrase.
  public let company: String
  /// The command line that shows the failure again; nil where it is not known.
  public let command: String?

  init(_ rejection: Rejection, command: String?) {
    let evidence = rejection.evidence
    restriction = rejection.restriction.description.terminalSafe
    phase = evidence.phase.description
    reason = evidence.reason.terminalSafe
    details = [
      ("main process", evidence.mainProcess?.description), ("result", evidence.result),
      ("denied system call", evidence.deniedSystemCall), ("probe", evidence.probe?.description),
    ].compactMap { name, value in value.map { (name, $0.terminalSafe) } }
    output = evidence.probeOutput.flatMap { $0.isEmpty ? nil : $0.terminalSafeLines }
    journal = evidence.journal.map(\.terminalSafe)
    company = rejection.proof.phrase
    self.command = command?.terminalSafe
  }
}

extension Rejection.Company {
  /// What else was there, as a phrase that follows "under the restriction".
  fileprivate var phrase: String {
    let others = Self.list(and ?? [])
    guard let keptExcept else { return others.isEmpty ? "alone" : "together with \(others)" }
    let kept = "together with all that is kept" + (keptExcept.isEmpty ? "" : " but \(Self.list(keptExcept))")
    return others.isEmpty ? kept : "\(kept), and \(others)"
  }

  private static func list(_ restrictions: [Restriction]) -> String {
    restrictions.map(\.description.terminalSafe).joined(separator: ", ")
  }
}
