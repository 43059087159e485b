import Profiles
import Ledger
import Workflows

/// Puts the saved sandbox of each service of a batch on the real unit.
struct BatchApply: BatchAction {
  let verb = BatchVerb.apply
  let files: BatchFiles
  let manager: ManagerOptions

  func question(about service: BatchService) throws -> String { try profile(of: service).yaml() }

  /// What is installed is the profile, whatever has become of the service.
  func environments(of services: [BatchService]) -> [String: RunEnvironment] { [:] }

  func hasFiles(of service: BatchService) -> Bool { true }

  func perform(
    on service: BatchService, report: @escaping @Sendable (FindEvent) async -> Void
  ) async throws -> BatchResult {
    let profile = try profile(of: service)
    let application = try await ProfileApplication(of: profile, in: manager.scope, directories: manager.directories)
    for override in try await application.apply(confirmation: nil) { await report(.warning(override.description)) }
    var figures = BatchOutcome.Figures()
    figures.kept = profile.kept.restrictions.count
    return BatchResult(.ok, figures: figures)
  }

  private func profile(of service: BatchService) throws -> Profile {
    try Profile(contentsOfFile: files.profile(of: service))
  }
}
