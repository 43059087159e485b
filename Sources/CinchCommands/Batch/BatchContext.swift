import Ledger
import Trials
import Workflows

/// Where the services of a batch are tried, and how that is written down.
struct BatchContext {
  /// Where.
  let environment: EnvironmentOptions
  /// What becomes of an interrupted find.
  let mode: RunRegistry.Mode

  /// Who opens environments for one service.
  func provider() throws -> any EnvironmentProvider { try environment.provider() }

  /// The registry for one service.
  func registry() throws -> RunRegistry {
    try RunRegistry(in: environment.directories.state, place: environment.identity, mode: mode)
  }

  /// What services depend on as they are now, by their names.
  func environments(of services: [BatchService]) async throws -> [String: RunEnvironment] {
    let found = try await provider().environments(of: services.map(\.request.service))
    return Dictionary(
      services.compactMap { service in found[service.request.service].map { (service.name, $0) } },
      uniquingKeysWith: { first, _ in first })
  }
}
