import Sandboxing

/// Proves what a manager enforces.
public struct Witness: Sendable {
  /// nothing yet
  public init() {}
  /// nothing yet
  public func enforcement(of restrictions: [Restriction], on platform: Platform) async throws -> [Restriction: Enforcement] { [:] }
}
