import Ledger
import Trials

/// Why a find has no result.
public enum FindError: Error, Sendable, CustomStringConvertible {
  /// The service is not healthy even without restrictions.
  case unhealthy(Evidence)
  /// Whether the service is healthy cannot be told, for this reason.
  case untestable(String)
  /// The result passed trial by trial but not in the form in which it would be installed.
  case notConfirmed(Evidence)
  /// Failed trials left something behind that the service does not work with, where nothing can be put back.
  case mess
  /// A restriction that was asked for by name cannot be tried, for this reason.
  case noSuchRestriction(String)
  /// The service's unit, program or package is not what it was at the beginning.
  case changed

  /// One sentence that says what to do.
  public var description: String {
    switch self {
    case .unhealthy(let evidence) where evidence.phase == .reload:
      "the service does not survive its own reload, without any restriction (\(evidence.reason)); correct its ExecReload=, or leave the reload out with --no-reload"
    case .unhealthy(let evidence) where [.health(1), .healthAfterRestart(1)].contains(evidence.phase):
      "the service is unhealthy without any restriction (\(evidence.phase): \(evidence.reason)); make it work, or correct the health check, first: a service that counts as started before it answers needs --ready"
    case .unhealthy(let evidence):
      "the service is unhealthy without any restriction (\(evidence.phase): \(evidence.reason)); make it work, or correct the health check, first"
    case .untestable(let reason): "the service cannot be tested: \(reason)"
    case .notConfirmed(let evidence):
      "the sandbox passed every trial but failed as a drop-in on the unit itself (\(evidence.phase): \(evidence.reason)); try --launcher drop-in"
    case .mess:
      "a failed trial has left something behind that the service does not work with, even under a sandbox that it passed before; put its state back, and try in a lab (--lab)"
    case .noSuchRestriction(let reason): reason
    case .changed:
      "the service was changed during the run, so that its trials do not belong together; start again when that is done"
    }
  }
}

extension TrialHarness {
  /// Makes sure that a service is what its trials were run on.
  ///
  /// - Throws: ``FindError/changed``.
  func requireUnchanged(since before: RunEnvironment) async throws {
    let now: RunEnvironment
    do {
      now = try await runEnvironment()
    } catch let error as ServiceError where error.isOfUnit {
      throw FindError.changed
    }
    guard now == before else { throw FindError.changed }
  }
}
