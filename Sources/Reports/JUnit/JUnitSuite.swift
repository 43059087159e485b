import Workflows

/// Results in the words of test runners: what CI systems know how to show.
public struct JUnitSuite: Sendable {
  /// One thing that was tested.
  public struct Case: Sendable {
    /// What it is about: a restriction, or a service.
    public var name: String
    /// How it came out.
    public var outcome: Outcome
    /// How long it took, in seconds; 0 where that is not known of it alone.
    public var seconds: Double

    /// A case by its parts.
    public init(_ name: String, _ outcome: Outcome, seconds: Double = 0) {
      self.name = name
      self.outcome = outcome
      self.seconds = seconds
    }
  }

  /// How a test came out.
  public enum Outcome: Hashable, Sendable {
    /// As it should.
    case passed
    /// Not as it should: why, in one sentence, and all that is known.
    case failed(String, details: String = "")
    /// It could not be told: why, in one sentence, and all that is known.
    case broken(String, details: String = "")
    /// It was not tested, and why.
    case skipped(String)
  }

  /// What all cases are about: a unit, or a manifest.
  public var name: String
  /// The cases, in the order in which they are shown.
  public var cases: [Case]

  /// A suite by its parts.
  public init(_ name: String, _ cases: [Case]) {
    self.name = name
    self.cases = cases
  }
}
