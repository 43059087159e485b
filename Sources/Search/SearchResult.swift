/// What a search found.
public struct SearchResult: Hashable, Sendable {
  /// What is kept and why nothing more.
  public var certificate: Certificate
  /// What it took.
  public var effort: Effort

  /// The ranks of the kept candidates, ascending.
  public var accepted: [Int] { certificate.accepted }
  /// The ranks of the rejected candidates, ascending.
  public var rejected: [Int] { certificate.rejections.map(\.candidate) }
  /// The ranks of the candidates of which no trial could tell, ascending.
  public var undecided: [Int] { certificate.undecided }

  /// A result of its parts.
  public init(certificate: Certificate, effort: Effort) {
    self.certificate = certificate
    self.effort = effort
  }
}

/// What a search cost.
public struct Effort: Hashable, Sendable, Codable {
  /// Trials that the oracle ran, repeats among them.
  public var trials = 0
  /// Rounds of as many trials as there are jobs, which run side by side.
  public var rounds = 0
  /// Trials that repeated a set to be sure of its verdict, recorded ones among them.
  public var repeats = 0
  /// Trials that were not run because they were on record.
  public var replayed = 0
  /// How often the search started again from its records because a verdict had been wrong.
  public var restarts = 0

  /// No effort yet.
  public init() {}
}
