import Ledger
import Sandboxing

/// What a batch does with one service, its files included.
public protocol BatchAction: Sendable {
  /// What it is called.
  var verb: BatchVerb { get }

  /// All that decides what comes of it, as far as the user says it; another text is another question.
  ///
  /// - Throws: what keeps the service from being tried at all, such as a profile that cannot be read.
  func question(about service: BatchService) throws -> String

  /// What else it depends on: the system, and the services as they are now; nothing of those that cannot be told.
  func environments(of services: [BatchService]) async throws -> [String: RunEnvironment]

  /// Whether the files are there that an earlier time has left.
  func hasFiles(of service: BatchService) -> Bool

  /// Does it.
  ///
  /// - Parameters:
  ///   - service: the service.
  ///   - report: who is told what happens.
  /// - Returns: how it came out.
  /// - Throws: why there is no result.
  func perform(
    on service: BatchService, report: @escaping @Sendable (FindEvent) async -> Void
  ) async throws -> BatchResult

  /// What an error that one of these throws means for the service.
  func status(after error: any Error) -> BatchOutcome.Status
}

/// What an action brings.
public struct BatchResult: Hashable, Sendable {
  /// How it came out.
  public var status: BatchOutcome.Status
  /// Why it is not as it should be, one sentence; nil where it is.
  public var reason: String?
  /// What there is to count.
  public var figures: BatchOutcome.Figures

  /// A result by its parts.
  public init(
    _ status: BatchOutcome.Status, reason: String? = nil, figures: BatchOutcome.Figures = BatchOutcome.Figures()
  ) {
    self.status = status
    self.reason = reason
    self.figures = figures
  }

  /// Takes in of which restrictions no trial could tell.
  public mutating func noteUndecided(_ restrictions: [Restriction]) {
    guard !restrictions.isEmpty else { return }
    status = .undecided
    reason = "no trial could tell of \(restrictions.map(\.description).joined(separator: ", "))"
  }
}
