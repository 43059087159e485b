import Profiles
import Sandboxing

/// What a batch does with each of its services.
public enum BatchVerb: String, Sendable, Hashable, Codable, CaseIterable {
  /// Finds its sandbox.
  case find
  /// Tests its saved sandbox.
  case check
  /// Puts its saved sandbox on the real unit.
  case apply

  /// Whether a result counts until what it depends on changes. A test is asked for to be run: only what interrupts the
  /// batch lets earlier results of it count.
  public var lasts: Bool { self == .find }
}

/// How a batch came out for one service.
public struct BatchOutcome: Hashable, Sendable, Codable {
  /// In one word.
  public enum Status: String, Hashable, Sendable, Codable, CaseIterable {
    /// As it should.
    case ok
    /// What held does not hold any more.
    case regression
    /// There is a result, but of something no trial could tell.
    case undecided
    /// The service is unhealthy even without restrictions.
    case unhealthy
    /// The service cannot be tested.
    case untestable
    /// The service changed during the run.
    case changed
    /// Another run has the service.
    case locked
    /// This user may not do that.
    case notPermitted = "not permitted"
    /// Something else went wrong.
    case failed

    /// Whether there is a result; without one the service is tried again the next time.
    public var isResult: Bool { [.ok, .regression, .undecided].contains(self) }
  }

  /// What there is to count; nil where it was not counted.
  public struct Figures: Hashable, Sendable, Codable {
    /// How many restrictions are kept, or still hold.
    public var kept: Int?
    /// How many the service does not work with.
    public var rejected: Int?
    /// The restrictions that held once and break the service now.
    public var broken: [Restriction]?
    /// The restrictions that can be had besides.
    public var gained: [Restriction]?
    /// How many trials it took, those of earlier attempts included.
    public var trials: Int?
    /// What `systemd-analyze security` says of the service without and with the sandbox.
    public var exposure: Exposure?

    /// Nothing counted yet.
    public init() {}
  }

  /// What the manifest calls the service.
  public let name: String
  /// The unit's name.
  public let unit: String
  /// How it came out.
  public let status: Status
  /// Why it is not as it should be, one sentence as it came; nil where it is.
  public let reason: String?
  /// What there is to count.
  public let figures: Figures
  /// How long it took this time, in seconds.
  public let seconds: Double

  /// An outcome by its parts.
  public init(
    name: String, unit: String, _ status: Status, reason: String? = nil, figures: Figures = Figures(), seconds: Double
  ) {
    self.name = name
    self.unit = unit
    self.status = status
    self.reason = reason
    self.figures = figures
    self.seconds = seconds
  }
}

/// How a batch came out for all of its services.
public struct BatchSummary: Hashable, Sendable {
  /// One outcome for each service, in the order of the manifest.
  public var outcomes: [BatchOutcome]
  /// The names of those that an earlier attempt has brought.
  public var earlier: Set<String>

  /// A summary by its parts.
  public init(outcomes: [BatchOutcome], earlier: Set<String> = []) {
    self.outcomes = outcomes
    self.earlier = earlier
  }
}
