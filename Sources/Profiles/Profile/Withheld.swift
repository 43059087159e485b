import Sandboxing

/// A restriction that passed, and is not kept all the same.
public struct Withheld: Hashable, Sendable, Codable {
  /// The restriction.
  public let restriction: Restriction
  /// What the service was seen to use that it denies, as a phrase: `it listens on tcp:5432`.
  public let seen: String
  /// Which probe would show whether the service needs it, as a phrase.
  public let probe: String

  /// A restriction that is not kept, and why.
  public init(_ restriction: Restriction, seen: String, probe: String) {
    self.restriction = restriction
    self.seen = seen
    self.probe = probe
  }
}
