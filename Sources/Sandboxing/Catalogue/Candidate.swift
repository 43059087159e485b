/// One restriction as far as it concerns one service on one system.
public struct Candidate: Hashable, Sendable {
  /// The restriction.
  public let restriction: Restriction
  /// What it takes away. A candidate whose effects are among another's is contained in it.
  public let effects: Set<Effect>
  /// Whether there is anything to try.
  public let status: Status

  /// Describes a candidate.
  public init(_ restriction: Restriction, effects: Set<Effect>, status: Status) {
    self.restriction = restriction
    self.effects = effects
    self.status = status
  }

  /// Whether there is anything to try.
  public enum Status: Hashable, Sendable {
    /// To be tried.
    case candidate
    /// The unit has it, or something tighter, already.
    case alreadySet
    /// This system cannot have it; the reason is a phrase: `needs systemd 257`.
    case notSupported(reason: String)
    /// The caller left it out.
    case excluded
  }
}
