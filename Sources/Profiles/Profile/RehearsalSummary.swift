import Trials

/// What was rehearsed beside the health check.
public struct RehearsalSummary: Hashable, Sendable, Codable {
  /// What the sandbox has passed, in the order in which it is gone through.
  public var passed: [RehearsalName]
  /// What was not rehearsed.
  public var leftOut: [LeftOut]

  /// A rehearsal that was not gone through.
  public struct LeftOut: Hashable, Sendable, Codable {
    /// Which.
    public var rehearsal: RehearsalName
    /// Why, as a phrase.
    public var reason: String

    /// One with its reason.
    public init(_ rehearsal: RehearsalName, _ reason: String) {
      self.rehearsal = rehearsal
      self.reason = reason
    }
  }

  /// A summary by its parts.
  public init(passed: [RehearsalName], leftOut: [LeftOut]) {
    self.passed = passed
    self.leftOut = leftOut
  }

  /// What runs without restrictions showed; nil where nothing was rehearsed.
  ///
  /// - Parameters:
  ///   - rehearsed: what they showed.
  ///   - reloads: whether the health check has a reload.
  public init?(_ rehearsed: Rehearsed, reloads: Bool) {
    guard rehearsed != Rehearsed() else { return nil }
    passed = RehearsalName.allCases.filter { rehearsed.notes[$0] != nil || $0 == .reload && reloads }
    leftOut = RehearsalName.allCases.compactMap { name in rehearsed.leftOut[name].map { LeftOut(name, $0) } }
  }

  /// Reads a summary; a list that is missing is empty.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    passed = try container.decodeIfPresent([RehearsalName].self, forKey: .passed) ?? []
    leftOut = try container.decodeIfPresent([LeftOut].self, forKey: .leftOut) ?? []
  }
}
