import Sandboxing
import Trials

/// Tells for each rejected restriction why the service does not work with it: what it is known to use of what is denied,
/// and what was said where it failed.
struct RejectionReasons {
  let universe: Universe
  let context: ServiceContext
  /// What the service was seen to use without restrictions.
  let runtime: RuntimeObservation
  /// What it works with: that these deny something is no reason.
  let kept: Sandbox
  /// What its log says in trials that pass (``LogLine``).
  let usualLines: Set<String>

  /// The same about other candidates.
  func about(_ universe: Universe) -> RejectionReasons {
    RejectionReasons(universe: universe, context: context, runtime: runtime, kept: kept, usualLines: usualLines)
  }

  /// Why the service does not work with a candidate, of which a failed trial left this.
  func reason(for candidate: Candidate, _ evidence: Evidence) -> FailureReason {
    var reason = FailureReason(for: evidence, besides: usualLines)
    reason.denies = Catalogue.need(
      shownBy: candidate, knowing: FailureFacts(runtime, on: context, keeping: kept, said: reason.says))
    return reason
  }
}
