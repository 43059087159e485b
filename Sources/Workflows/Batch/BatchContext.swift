import Ledger
import Trials

/// Where the services of a batch are tried, how that is written down, and how it is told.
public struct BatchContext: Sendable {
  /// How results are told, which the layer above knows.
  public struct Presentation: Sendable {
    /// What a find has found, for programs.
    public var find: @Sendable (FindResult) throws -> String
    /// The same for a browser.
    public var page: @Sendable (FindResult) throws -> String
    /// What a check of a profile's file has found, for programs.
    public var check: @Sendable (CheckResult, _ file: String) throws -> String
    /// What an error means for the service that it kept from having a result.
    public var status: @Sendable (any Error) -> BatchOutcome.Status

    /// A presentation by its parts.
    public init(
      find: @escaping @Sendable (FindResult) throws -> String, page: @escaping @Sendable (FindResult) throws -> String,
      check: @escaping @Sendable (CheckResult, _ file: String) throws -> String,
      status: @escaping @Sendable (any Error) -> BatchOutcome.Status
    ) {
      self.find = find
      self.page = page
      self.check = check
      self.status = status
    }
  }

  let files: BatchFiles
  let directories: StandardDirectories
  let presentation: Presentation
  private let mode: RunRegistry.Mode
  /// The environments, where nothing is run in them.
  private let place: any EnvironmentProvider
  private let opening: @Sendable () throws -> any EnvironmentProvider

  /// A context by its parts.
  ///
  /// - Parameters:
  ///   - files: where results are kept.
  ///   - directories: where the ledger and locks are.
  ///   - mode: what becomes of an interrupted find.
  ///   - place: whose environments are used; nothing is opened through it.
  ///   - presentation: how results are told.
  ///   - provider: who opens environments for one service.
  public init(
    files: BatchFiles, directories: StandardDirectories, mode: RunRegistry.Mode, place: any EnvironmentProvider,
    presentation: Presentation, provider: @escaping @Sendable () throws -> any EnvironmentProvider
  ) {
    self.files = files
    self.directories = directories
    self.mode = mode
    self.place = place
    self.presentation = presentation
    opening = provider
  }

  /// What distinguishes verdicts that were found there.
  var identity: String { place.identity }

  /// Who opens environments for one service.
  func provider() throws -> any EnvironmentProvider { try opening() }

  /// The registry for one service.
  func registry() throws -> RunRegistry { try RunRegistry(in: directories.state, place: identity, mode: mode) }

  /// Takes the right to be the only run on a service.
  func lock(_ service: ServiceReference, purpose: String) throws -> RunLock? {
    try place.lock(service, in: directories.runtime, purpose: purpose)
  }

  /// What services depend on as they are now, by their names.
  func environments(of services: [BatchService]) async throws -> [String: RunEnvironment] {
    let found = try await provider().environments(of: services.map(\.request.service))
    return Dictionary(
      services.compactMap { service in found[service.request.service].map { (service.name, $0) } },
      uniquingKeysWith: { first, _ in first })
  }
}
