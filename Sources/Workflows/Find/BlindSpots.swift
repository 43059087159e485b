import Profiles
import Sandboxing

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
        Withheld(restriction, seen: denied.phrase, probe: denied.probe)
      }
    }
  }
}
