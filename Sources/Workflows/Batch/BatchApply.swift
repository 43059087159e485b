import Ledger
import Profiles

/// Puts the saved sandbox of each service of a batch on the real unit.
public struct BatchApply: BatchAction {
  /// An installation.
  public let verb = BatchVerb.apply
  private let context: BatchContext

  /// The action in a context.
  public init(in context: BatchContext) { self.context = context }

  /// The profile that is put on the unit.
  public func question(about service: BatchService) throws -> String { try profile(of: service).yaml() }

  /// What is installed is the profile, whatever has become of the service.
  public func environments(of services: [BatchService]) -> [String: RunEnvironment] { [:] }

  /// It leaves none.
  public func hasFiles(of service: BatchService) -> Bool { true }

  /// Puts it there.
  public func perform(
    on service: BatchService, report: @escaping @Sendable (FindEvent) async -> Void
  ) async throws -> BatchResult {
    let profile = try profile(of: service)
    let application = try await ProfileApplication(of: profile, in: .system, directories: context.directories)
    for override in try await application.apply(confirmation: nil) { await report(.warning(override.description)) }
    var figures = BatchOutcome.Figures()
    figures.kept = profile.kept.restrictions.count
    return BatchResult(.ok, figures: figures)
  }

  /// What an error means for the service.
  public func status(after error: any Error) -> BatchOutcome.Status { context.presentation.status(error) }

  private func profile(of service: BatchService) throws -> Profile {
    try Profile(contentsOfFile: context.files.profile(of: service))
  }
}
