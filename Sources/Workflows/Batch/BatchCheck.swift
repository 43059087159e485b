import Ledger
import Profiles

/// Tests the saved sandbox of each service of a batch.
public struct BatchCheck: BatchAction {
  /// A check.
  public let verb = BatchVerb.check
  private let context: BatchContext
  private let repairs: Bool
  private let tightens: Bool

  /// The action in a context.
  ///
  /// - Parameters:
  ///   - context: where and how.
  ///   - repairs: whether profiles are written without what broke.
  ///   - tightens: whether what profiles do not keep is tried as well.
  public init(in context: BatchContext, repairs: Bool, tightens: Bool) {
    self.context = context
    self.repairs = repairs
    self.tightens = tightens
  }

  /// All that decides what is found.
  public func question(about service: BatchService) throws -> String {
    let question = try RunRegistry.question(of: try request(for: service), at: context.identity)
    return "\(question)\nrepairs: \(repairs)"
  }

  /// The services as they are now.
  public func environments(of services: [BatchService]) async throws -> [String: RunEnvironment] {
    try await context.environments(of: services)
  }

  /// Whether the report is there.
  public func hasFiles(of service: BatchService) -> Bool { context.files.exist(context.files.checkReport(of: service)) }

  /// Tests it, and writes what came of that.
  public func perform(
    on service: BatchService, report: @escaping @Sendable (FindEvent) async -> Void
  ) async throws -> BatchResult {
    let lock = try context.lock(service.request.service, purpose: "check")
    defer { withExtendedLifetime(lock) {} }
    let request = try request(for: service)
    let checked = try await CheckWorkflow(
      request, in: context.provider(), recordedIn: context.registry(), report: report
    ).run()
    let files = context.files
    let profile = files.profile(of: service)
    if let replacement = checked.replacement(repairing: repairs, tightening: tightens) {
      let dropIn = DropInFile(
        for: request.profile.service.unit, replacement.kept, on: checked.found.installedContext)
      try files.write(dropIn.text, to: files.dropIn(of: service))
      try files.write(try replacement.yaml(), to: profile)
    }
    try files.write(try context.presentation.check(checked, profile), to: files.checkReport(of: service))
    return BatchResult(checked)
  }

  /// What an error means for the service.
  public func status(after error: any Error) -> BatchOutcome.Status { context.presentation.status(error) }

  /// The check of what is saved, by the manifest's health check where it has one.
  private func request(for service: BatchService) throws -> CheckRequest {
    var profile = try Profile(contentsOfFile: context.files.profile(of: service))
    if service.hasHealthCheck { profile.healthCheck = service.request.check }
    var request = CheckRequest(profile)
    request.tightens = tightens
    return request
  }
}

extension BatchResult {
  /// What a check brings.
  fileprivate init(_ result: CheckResult) {
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
