import Ledger
import Sandboxing
import Systemd

/// Opens environments of one kind: labs, or this host.
///
/// A new kind of manager is a ``TrialEnvironment`` and one of these, in one file, and a case where a command picks it.
public protocol EnvironmentProvider: Sendable {
  /// Opens an environment. Whoever opens it closes it.
  ///
  /// - Parameter service: what is to be tried there, and is nobody else's until then; nil to look, and to touch nothing.
  /// - Returns: the environment.
  /// - Throws: ``ServiceError`` where the service cannot be tried there, or what kept the environment from opening.
  func open(for service: ServiceReference?) async throws -> any TrialEnvironment

  /// What opening one is, as a phrase: `opening a lab`.
  var opening: String { get }

  /// What distinguishes verdicts that were found here from those found elsewhere.
  var identity: String { get }

  /// Whether several can be open for one service at a time.
  var isParallel: Bool { get }

  /// Who opens the same environments with a manager that tells of every denied call, where that is possible.
  var loggingDenials: any EnvironmentProvider { get }

  /// Takes the right to be the only run that asks about a service in such environments: two that ask the same question would
  /// both go on with what an interrupted one has left in the ledger.
  ///
  /// - Parameters:
  ///   - service: the service.
  ///   - directory: where locks are.
  ///   - purpose: what for, as whoever comes second is told: `find`.
  /// - Returns: the right; nil where opening an environment takes it anyway.
  /// - Throws: ``RunLockError``.
  func lock(_ service: ServiceReference, in directory: String, purpose: String) throws -> RunLock?
}

extension EnvironmentProvider {
  /// Only labs have a manager of their own.
  public var loggingDenials: any EnvironmentProvider { self }

  /// What the verdicts of services depend on as they are now, before anything is set up for them; nothing of those that
  /// are not there yet, or can never be.
  ///
  /// - Throws: what keeps the environment from being looked at.
  public func environments(of services: [ServiceReference]) async throws -> [ServiceReference: RunEnvironment] {
    try await withEnvironment { environment in
      var units: [(ServiceReference, unit: String)] = []
      for service in services {
        do {
          units.append((service, try environment.install(service)))
        } catch ServiceError.onlyInLabs {
          continue
        }
      }
      if environment.isDisposable { try await environment.manager.reload() }
      return try await RunEnvironmentReader(on: environment).environments(of: units)
    }
  }

  /// Opens an environment to look at, and closes it whatever happens.
  ///
  /// - Throws: what keeps it from opening, and what the body throws.
  public func withEnvironment<Value: Sendable>(
    _ body: (any TrialEnvironment) async throws -> Value
  ) async throws -> Value {
    let environment = try await open(for: nil)
    let value: Result<Value, any Error>
    do {
      value = .success(try await body(environment))
    } catch {
      value = .failure(error)
    }
    await environment.close()
    return try value.get()
  }
}
