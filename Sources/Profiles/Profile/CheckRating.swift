/// How much of what a service is known to use its health check would notice the loss of.
public struct CheckRating: Hashable, Sendable, Codable {
  /// A loss that it does not notice.
  public struct Missed: Hashable, Sendable, Codable {
    /// What the service uses, as a phrase: `it listens on tcp:5432`.
    public let use: String
    /// Which probe would notice, as a phrase.
    public let probe: String

    /// A loss by what is lost and what would notice.
    public init(_ use: String, probe: String) {
      self.use = use
      self.probe = probe
    }
  }

  /// The losses that it notices, as phrases.
  public let noticed: [String]
  /// Those that it does not.
  public let missed: [Missed]
  /// Whether it fails where the service does not run at all; nil where nobody asked.
  public let noticesAbsence: Bool?

  /// A rating by its parts.
  public init(noticed: [String], missed: [Missed], noticesAbsence: Bool? = nil) {
    self.noticed = noticed
    self.missed = missed
    self.noticesAbsence = noticesAbsence
  }

  /// How many losses there are of which it is known.
  public var count: Int { noticed.count + missed.count }

  /// `notices 14 of 22`.
  public var phrase: String { "notices \(noticed.count) of \(count)" }
}
