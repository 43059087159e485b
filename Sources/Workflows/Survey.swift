import Sandboxing
import Trials

/// What one system can have of the catalogue, and what of that it enforces.
public struct Survey: Sendable {
  /// The system.
  public let platform: Platform
  /// What a witness found; empty where none was asked.
  public let enforcement: [Restriction: Enforcement]

  /// Surveys an environment, which is closed again then. A witness starts short-lived units of its own and changes nothing.
  ///
  /// - Parameters:
  ///   - provider: who opens it.
  ///   - witnessing: whether a witness is asked.
  ///   - scope: which restrictions are of interest.
  /// - Throws: what keeps the environment from opening, ``BusError``, `CancellationError`.
  public init(of provider: any EnvironmentProvider, witnessing: Bool, scope: Scope = Scope()) async throws {
    self = try await provider.withEnvironment { try await Survey(on: $0, witnessing: witnessing, scope: scope) }
  }

  private init(on environment: any TrialEnvironment, witnessing: Bool, scope: Scope) async throws {
    platform = try await environment.platform()
    guard witnessing else {
      enforcement = [:]
      return
    }
    let context = ServiceContext(platform: platform)
    let supported = Catalogue.candidates(on: context, scope: scope).filter { candidate in
      if case .notSupported = candidate.status { false } else { true }
    }
    let witness = Witness(
      at: environment.manager, of: environment.scope, program: environment.actProgram,
      prefix: "\(environment.unitPrefix)-witness")
    enforcement = try await witness.enforcement(of: supported.map(\.restriction), on: context)
  }
}
