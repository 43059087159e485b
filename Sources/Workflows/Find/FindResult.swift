import Profiles
import Ledger
import Sandboxing
import Search
import Trials

/// What a find found.
public struct FindResult: Sendable {
  /// One restriction that the service does not bear, with its proof.
  public struct Rejection: Sendable {
    /// The restriction.
    public let restriction: Restriction
    /// The smallest sandbox, as far as it was searched, that holds the restriction and failed.
    public let proof: Sandbox
    /// What that failing trial left.
    public let evidence: Evidence
  }

  /// The service as it was loaded.
  public let service: LoadedService
  /// The service as trials started it.
  public let subject: Subject
  /// The context that the sandbox is laid on.
  public let context: ServiceContext
  /// What its verdicts depend on besides the sandbox.
  public let environment: RunEnvironment
  /// Everything that was considered.
  public let universe: Universe
  /// What is kept.
  public let kept: Sandbox
  /// What is not, each with its proof.
  public let rejections: [Rejection]
  /// What passed although it denies something that the service was seen to use: the health check does not look there.
  public let withheld: [Withheld]
  /// Of which no trial could tell.
  public let undecided: [Restriction]
  /// How often the whole passed in the form in which it is installed. It never failed so, unless the service is one that
  /// fails now and then without any restriction.
  public let confirmations: Int
  /// What the search cost.
  public let effort: Effort
  /// `systemd-analyze security`'s score of the unit as it is, 0 (safe) to 10; nil where it gave none.
  public let exposureBefore: Double?
  /// The same with the result installed.
  public let exposureAfter: Double?
  /// From the first trial to the last.
  public let duration: Duration
}
