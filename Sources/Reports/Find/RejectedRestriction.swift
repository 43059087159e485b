import Profiles
import Sandboxing
import Trials
import Workflows

/// A restriction that the service does not work with, told from the failed trial that proves it.
public struct RejectedRestriction: Sendable {
  /// The restriction, as people write it.
  public let restriction: String
  /// The same, as short as it is still understood.
  public let name: String
  /// Where the trial failed.
  public let phase: String
  /// What failed there, in one sentence.
  public let failure: String
  /// Why the service does not work with it, in one line: what it is known to use that is denied, and what was said of that.
  public let reason: String
  /// What else the failure left, each thing with its name: how the main process ended, the denied system call.
  public let details: [(name: String, value: String)]
  /// What the failed probe wrote, in lines; nil for nothing.
  public let output: String?
  /// New lines in the service's journal, oldest first.
  public let journal: [String]
  /// What else the service was under in that trial, as a phrase.
  public let trialContext: String
  /// The command line that shows the failure again; nil where it is not known.
  public let command: String?

  init(_ rejection: Rejection, kept: Sandbox, command: String?) {
    let evidence = rejection.evidence
    restriction = rejection.restriction.description.terminalSafe
    name = rejection.restriction.shortName
    phase = evidence.phase.description
    failure = evidence.reason.terminalSafe
    reason = rejection.reason.text.terminalSafe
    details = [
      ("main process", evidence.mainProcess?.description), ("result", evidence.result),
      ("denied system call", evidence.deniedSystemCall), ("probe", evidence.probe?.description),
    ].compactMap { name, value in value.map { (name, $0.terminalSafe) } }
    output = evidence.probeOutput.flatMap { $0.isEmpty ? nil : $0.terminalSafeLines }
    journal = evidence.journal.map(\.terminalSafe)
    trialContext = rejection.proof.phrase(kept: kept)
    self.command = command?.terminalSafe
  }
}

extension Rejection.TrialContext {
  /// What else was there, as a phrase that follows "under the restriction".
  fileprivate func phrase(kept: Sandbox) -> String {
    if let keptExcept {
      let others = and.map { ", and \(Self.list($0))" } ?? ""
      let count = kept.restrictions.count
      if keptExcept.count > 4 {
        return "together with \(count - keptExcept.count) of the \(count) kept restrictions\(others)"
      }
      return "together with all that is kept" + (keptExcept.isEmpty ? "" : " but \(Self.list(keptExcept))") + others
    }
    let present = and ?? []
    let keptOnes = present.filter(kept.contains)
    // A long list of what is harmless hides what is not.
    guard keptOnes.count > 4 else { return present.isEmpty ? "alone" : "together with \(Self.list(present))" }
    let others = present.filter { !kept.contains($0) }
    return "together with \(keptOnes.count) of the \(kept.restrictions.count) kept restrictions"
      + (others.isEmpty ? "" : " and \(Self.list(others))")
  }

  private static func list(_ restrictions: [Restriction]) -> String {
    restrictions.map(\.description.terminalSafe).joined(separator: ", ")
  }
}

extension Restriction {
  /// As short as a person can write it and still be understood: where the member tells the directive, the member alone
  /// (`~CAP_CHOWN`, `~@mount`, `~AF_INET`), otherwise the whole.
  var shortName: String {
    guard let member = deniedMember, Self.tellingDirectives.contains(directive) else { return description.terminalSafe }
    return "~\(member)".terminalSafe
  }

  private static let tellingDirectives: Set = [
    "CapabilityBoundingSet", "RestrictAddressFamilies", "SystemCallFilter",
  ]
}
