import Profiles
import Ledger
import Reports
import Workflows

/// Tests the saved sandbox of each service of a batch.
struct BatchCheck: BatchAction {
  let verb = BatchVerb.check
  let context: BatchContext
  let files: BatchFiles
  let repairs: Bool
  let tightens: Bool

  func question(about service: BatchService) throws -> String {
    let question = try RunRegistry.question(of: try request(for: service), at: context.environment.identity)
    return "\(question)\nrepairs: \(repairs)"
  }

  func environments(of services: [BatchService]) async throws -> [String: RunEnvironment] {
    try await context.environments(of: services)
  }

  func hasFiles(of service: BatchService) -> Bool { files.exist(files.checkReport(of: service)) }

  func perform(
    on service: BatchService, report: @escaping @Sendable (FindEvent) async -> Void
  ) async throws -> BatchResult {
    let lock = try context.environment.lock(service.request.service, purpose: "check")
    defer { withExtendedLifetime(lock) {} }
    let request = try request(for: service)
    let checked = try await CheckWorkflow(
      request, in: context.provider(), recordedIn: context.registry(), report: report
    ).run()
    let profile = files.profile(of: service)
    let result = CheckReport(file: profile, unit: request.profile.service.unit, .result(checked))
    if let replacement = checked.replacement(repairing: repairs, tightening: tightens) {
      let dropIn = DropInFile(for: result.unit, replacement.kept, on: checked.found.installedContext)
      try files.write(dropIn.text, to: files.dropIn(of: service))
      try files.write(try replacement.yaml(), to: profile)
    }
    try files.write(try JSONCheck().text(of: [result]), to: files.checkReport(of: service))
    return BatchResult(checked)
  }

  /// The check of what is saved, by the manifest's health check where it has one.
  private func request(for service: BatchService) throws -> CheckRequest {
    var profile = try Profile(contentsOfFile: files.profile(of: service))
    if service.hasHealthCheck { profile.healthCheck = service.request.check }
    var request = CheckRequest(profile)
    request.tightens = tightens
    return request
  }
}

extension BatchResult {
  /// What a check brings.
  init(_ result: CheckResult) {
    self.init(.ok)
    figures.kept = result.holding
    figures.broken = result.broken.map(\.restriction)
    figures.gained = result.gained
    figures.trials = result.now.search.trials
    noteUndecided(result.undecided)
    if !result.broken.isEmpty {
      status = .regression
      reason = "does not work with \(result.broken.map(\.restriction.description).joined(separator: ", ")) any more"
    }
  }
}
