/// Why a service does not work with a restriction: what its failed trial has and passing ones have not.
public struct FailureReason: Hashable, Sendable, Codable {
  /// Whose words a reason quotes.
  public enum Source: String, Hashable, Sendable, Codable {
    /// The service's own log.
    case service
    /// The failed probe's output.
    case probe
    /// The kernel, of a call that it ended a process for.
    case kernel
    /// What the trial saw: that something ended, or did not end in time.
    case trial
  }

  /// What the service is known to use that the restriction denies, as a phrase: `it calls setgid, setuid`; nil where that
  /// is not known.
  public var denies: String?
  /// What was said of the failure. It is kept as it came; whoever shows it makes it safe.
  public var says: String
  /// Who said it.
  public var source: Source

  /// A reason by its parts.
  public init(denies: String? = nil, says: String, source: Source) {
    self.denies = denies
    self.says = says
    self.source = source
  }

  /// What is said of a failure: by the service where one of its lines speaks of something that went wrong, otherwise by the
  /// probe where that failed, otherwise by the kernel and by the trial. Of a rehearsal, which one it is comes first.
  ///
  /// - Parameters:
  ///   - evidence: what the failed trial left.
  ///   - denied: what the service is known to use that the restriction denies.
  ///   - usual: lines that passing trials have as well, normalised as ``LogLine/normalized(_:)`` does it. They are no
  ///     reason.
  public init(for evidence: Evidence, denying denied: String? = nil, besides usual: Set<String> = []) {
    defer { if let rehearsal = evidence.phase.rehearsal { says = "rehearsal \(rehearsal.rawValue): \(says)" } }
    func isNews(_ line: some StringProtocol) -> Bool { !usual.contains(LogLine.normalized(line)) }
    let severe = Set(evidence.severe ?? [])
    let complaints = evidence.journal.filter(isNews).compactMap { Complaint($0, isSevere: severe.contains($0)) }
    // Of two that say the same, the one that is nearer to the end.
    let loudest = complaints.map(\.weight).max()
    if let complaint = complaints.last(where: { $0.weight == loudest }) {
      self.init(denies: denied, says: complaint.text, source: .service)
    } else if let words = Complaint.lastWords(of: evidence.probeOutput ?? "", where: isNews) {
      self.init(denies: denied, says: words, source: .probe)
    } else if let call = evidence.deniedSystemCall {
      self.init(denies: denied, says: "a process was ended for calling \(call)", source: .kernel)
    } else {
      self.init(denies: denied, says: evidence.reason, source: .trial)
    }
  }

  /// All of it in one line.
  public var text: String { denies.map { "\($0): \(says)" } ?? says }
}
