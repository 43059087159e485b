import Ledger
import Profiles
import Recipes

/// Finds the sandbox of each service of a batch.
public struct BatchFind: BatchAction {
  /// A find.
  public let verb = BatchVerb.find
  private let context: BatchContext

  /// The action in a context.
  public init(in context: BatchContext) { self.context = context }

  /// All that decides what is found.
  public func question(about service: BatchService) throws -> String {
    let question = try RunRegistry.question(of: service.request, at: context.identity)
    guard !service.hasHealthCheck else { return question }
    // Which recipe it is shows at the service itself; another one asks something else.
    return try ([question] + context.recipes().recipes.map(\.text)).joined(separator: "\n")
  }

  /// The services as they are now.
  public func environments(of services: [BatchService]) async throws -> [String: RunEnvironment] {
    try await context.environments(of: services)
  }

  /// Whether drop-in, profile and reports are there.
  public func hasFiles(of service: BatchService) -> Bool {
    let files = context.files
    return files.exist(
      files.profile(of: service), files.dropIn(of: service), files.report(of: service), files.page(of: service))
  }

  /// Finds it, and writes what is found.
  public func perform(
    on service: BatchService, report: @escaping @Sendable (FindEvent) async -> Void
  ) async throws -> BatchResult {
    let lock = try context.lock(service.request.service, purpose: "find")
    defer { withExtendedLifetime(lock) {} }
    let request = try await request(for: service, report: report)
    if let advice = request.advice { await report(.warning(advice)) }
    let found = try await FindWorkflow(
      request, in: context.provider(), recordedIn: context.registry(), report: report
    ).run()
    let profile = found.profile
    let dropIn = DropInFile(for: profile.service.unit, profile.kept, on: found.installedContext)
    let files = context.files
    try files.write(dropIn.text, to: files.dropIn(of: service))
    try files.write(try context.presentation.find(found), to: files.report(of: service))
    try files.write(try context.presentation.page(found), to: files.page(of: service))
    try files.write(try profile.yaml(), to: files.profile(of: service))
    return BatchResult(profile)
  }

  /// What is asked of a service, by its recipe where the manifest does not say what works means.
  private func request(
    for service: BatchService, report: @escaping @Sendable (FindEvent) async -> Void
  ) async throws -> FindRequest {
    guard !service.hasHealthCheck else { return service.request }
    return try await RecipeAdoption(of: context.recipes(), in: context.provider(), report: report)
      .adopting(service.request, by: service.health)
  }

  /// What an error means for the service.
  public func status(after error: any Error) -> BatchOutcome.Status { context.presentation.status(error) }
}

extension BatchResult {
  /// What a find brings.
  fileprivate init(_ profile: Profile) {
    self.init(.ok)
    figures.kept = profile.kept.restrictions.count
    figures.rejected = profile.rejected.count
    figures.trials = profile.search.trials
    figures.exposure = profile.exposure
    noteUndecided(profile.undecided)
  }
}
