import Sandboxing

/// A restriction that passed, and is not kept all the same.
public struct Withheld: Hashable, Sendable, Codable {
  /// The restriction.
  public let restriction: Restriction
  /// What the service was seen to use that it denies, as a phrase: `it listens on tcp:5432`.
  public let seen: String
  /// Which probe would show whether the service needs it, as a phrase.
  public let probe: String
}

/// Guards against health checks that do not look: a restriction that denies what the service was seen to use, and passes
/// nevertheless, says more about the health check than about the service.
enum BlindSpots {
  /// What of a sandbox that passed is not to be kept.
  static func withheld(from passed: Sandbox, after runtime: RuntimeObservation, on context: ServiceContext)
    -> [Withheld]
  {
    let uses = runtime.uses
    return passed.restrictions.compactMap { restriction in
      Catalogue.reasonToWithhold(restriction, knowing: uses, on: context).map { denied in
        Withheld(restriction: restriction, seen: denied.phrase, probe: denied.probe)
      }
    }
  }
}
