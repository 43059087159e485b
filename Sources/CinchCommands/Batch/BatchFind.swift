import Profiles
import Ledger
import Recipes
import Reports
import Workflows

/// Finds the sandbox of each service of a batch.
struct BatchFind: BatchAction {
  let verb = BatchVerb.find
  let context: BatchContext
  let files: BatchFiles

  func question(about service: BatchService) throws -> String {
    let question = try RunRegistry.question(of: service.request, at: context.environment.identity)
    guard !service.hasHealthCheck else { return question }
    // Which recipe it is shows at the service itself; another one asks something else.
    return try ([question] + RecipeOptions.library().recipes.map(\.text)).joined(separator: "\n")
  }

  func environments(of services: [BatchService]) async throws -> [String: RunEnvironment] {
    try await context.environments(of: services)
  }

  func hasFiles(of service: BatchService) -> Bool {
    files.exist(
      files.profile(of: service), files.dropIn(of: service), files.report(of: service), files.page(of: service))
  }

  func perform(
    on service: BatchService, report: @escaping @Sendable (FindEvent) async -> Void
  ) async throws -> BatchResult {
    let lock = try context.environment.lock(service.request.service, purpose: "find")
    defer { withExtendedLifetime(lock) {} }
    let request = try await request(for: service, report: report)
    if let advice = request.advice { await report(.warning(advice)) }
    let found = try await FindWorkflow(
      request, in: context.provider(), recordedIn: context.registry(), report: report
    ).run()
    let result = FindReport(found)
    try files.write(result.dropIn ?? "", to: files.dropIn(of: service))
    try files.write(try JSONFind().text(of: result), to: files.report(of: service))
    try files.write(try HTMLFind().text(of: result), to: files.page(of: service))
    try files.write(try result.profile.yaml(), to: files.profile(of: service))
    return BatchResult(result.profile)
  }

  /// What is asked of a service, by its recipe where the manifest does not say what works means.
  private func request(
    for service: BatchService, report: @escaping @Sendable (FindEvent) async -> Void
  ) async throws -> FindRequest {
    guard !service.hasHealthCheck else { return service.request }
    return try await RecipeAdoption(of: try RecipeOptions.library(), in: context.provider(), report: report)
      .adopting(service.request)
  }
}

extension BatchResult {
  /// What a find brings.
  init(_ profile: Profile) {
    self.init(.ok)
    figures.kept = profile.kept.restrictions.count
    figures.rejected = profile.rejected.count
    figures.trials = profile.search.trials
    figures.exposure = profile.exposure
    noteUndecided(profile.undecided)
  }
}
