import Ledger
import Profiles
import Trials

/// What earlier checks were run on, as the ledger has it.
public struct CheckHistory: Sendable {
  private let ledger: Ledger

  /// The history in a state directory.
  ///
  /// - Throws: ``LedgerError``.
  public init(in directory: String) throws(LedgerError) { ledger = try Ledger(in: directory) }

  /// Which profiles have to be checked again: those whose service runs on something else than at its last check, or than
  /// when it was found where there was none. So has a service that cannot be looked at: its check says why.
  ///
  /// - Throws: ``LedgerError``, and what the place throws.
  public func areDue(_ profiles: [Profile], in provider: any EnvironmentProvider) async throws -> [Bool] {
    guard !profiles.isEmpty else { return [] }
    let now = try await provider.environments(of: profiles.map(\.service.reference))
    return try profiles.map { profile in
      guard let current = now[profile.service.reference] else { return true }
      let last = try ledger.runs(of: profile.service.unit).first { $0.plan.verb == "check" && $0.status == .finished }
      return current.isUpgraded(from: last?.plan.environment ?? profile.environment)
    }
  }
}

extension RunEnvironment {
  /// Whether the software below a service is not what it was; its unit may be as it will.
  func isUpgraded(from earlier: RunEnvironment) -> Bool {
    var earlier = earlier
    earlier.unit = unit
    return self != earlier
  }
}
