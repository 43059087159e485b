import Sandboxing
import Trials

/// A restriction that a service does not work with, and the failed trial that proves it.
public struct Rejection: Hashable, Sendable, Codable {
  /// The restriction.
  public var restriction: Restriction
  /// Why the service does not work with it; nil in profiles of before reasons were written down.
  public var because: FailureReason?
  /// What the failed trial left.
  public var evidence: Evidence
  /// What else the service was under in that trial.
  public var proof: TrialContext

  /// A rejection by its parts.
  public init(
    _ restriction: Restriction, because: FailureReason? = nil, evidence: Evidence, proof: TrialContext
  ) {
    self.restriction = restriction
    self.because = because
    self.evidence = evidence
    self.proof = proof
  }

  /// Why the service does not work with it, as well as the evidence alone can tell where nothing was written down.
  public var reason: FailureReason { because ?? FailureReason(for: evidence) }

  /// The sandbox of the failed trial, in a profile that keeps `kept`.
  public func failingSandbox(kept: Sandbox) -> Sandbox { proof.sandbox(kept: kept).adding(restriction) }

  /// The restrictions that a proof had besides the one that it is about, told by what the profile keeps: proofs are
  /// nearly all of it or nearly nothing of it, so a list of differences stays short enough to read.
  public struct TrialContext: Hashable, Sendable, Codable {
    /// Of the kept restrictions, those that were absent; nil where all of them were.
    public var keptExcept: [Restriction]?
    /// Those that were there and are not kept.
    public var and: [Restriction]?

    /// Describes the rest of a failing sandbox.
    ///
    /// - Parameters:
    ///   - failing: the sandbox of the failed trial.
    ///   - rejected: the restriction that it proves something about.
    ///   - kept: the kept sandbox.
    public init(of failing: Sandbox, besides rejected: Restriction, kept: Sandbox) {
      let present = failing.restrictions.filter { $0 != rejected }
      let (presentSet, keptSet) = (Set(present), Set(kept.restrictions))
      let absent = kept.restrictions.filter { !presentSet.contains($0) }
      if absent.count < kept.restrictions.count, absent.count <= present.count {
        keptExcept = absent
        let others = present.filter { !keptSet.contains($0) }
        and = others.isEmpty ? nil : others
      } else {
        and = present
      }
    }

    /// The restrictions meant, kept ones first.
    func sandbox(kept: Sandbox) -> Sandbox {
      let base = keptExcept.map { absent in kept.restrictions.filter { !absent.contains($0) } } ?? []
      return Sandbox(base + (and ?? []))
    }
  }
}

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
