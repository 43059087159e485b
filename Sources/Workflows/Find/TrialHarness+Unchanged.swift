import Ledger
import Trials

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
