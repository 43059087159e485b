import Profiles
import Ledger
import Reports
import Workflows

/// Finds the sandbox of each service of a batch.
struct BatchFind: BatchAction {
  let verb = BatchVerb.find
  let context: BatchContext
  let files: BatchFiles

  func question(about service: BatchService) throws -> String {
    try RunRegistry.question(of: service.request, at: context.environment.identity)
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
    let request = service.request
    let lock = try context.environment.lock(request.service, purpose: "find")
    defer { withExtendedLifetime(lock) {} }
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
