import Profiles
import Sandboxing
import Trials

/// Runs a saved sandbox on the service as it is now, and finds the least that has to be given up where it breaks.
///
/// A check is a find that expects something: of the kept restrictions alone, in their order, nearly all of them at once. A
/// sandbox that still holds takes a trial or two, one that does not is halved until every restriction to blame is known.
public struct CheckWorkflow: Sendable {
  private let request: CheckRequest
  private let provider: any EnvironmentProvider
  private let registry: RunRegistry?
  private let report: @Sendable (FindEvent) async throws -> Void

  /// A check, which tells what it does to `report` and is written down in a registry, if there is one.
  public init(
    _ request: CheckRequest, in provider: any EnvironmentProvider, recordedIn registry: RunRegistry? = nil,
    report: @escaping @Sendable (FindEvent) async throws -> Void
  ) {
    self.request = request
    self.provider = provider
    self.registry = registry
    self.report = report
  }

  /// Runs the check.
  ///
  /// - Returns: what of the profile holds.
  /// - Throws: what a find throws: ``FindError/unhealthy(_:)`` where the service is unhealthy without any restriction.
  public func run() async throws -> CheckResult {
    // Of a saved result that keeps nothing, whether the service is healthy can be asked. A unit's own is asked of nothing else.
    let isAny = !request.profile.kept.restrictions.isEmpty || request.tightens
    guard isAny || !request.isOfUnitsOwn else { throw CheckError.nothingToCheck }
    let found = try await FindWorkflow(request.find, in: provider, recordedIn: registry, report: report).run()
    let now = found.profile.completed(by: request.profile)
    return CheckResult(before: request.profile, now: now, found: found)
  }
}

/// Why there is no check.
public enum CheckError: Error, Hashable, CustomStringConvertible {
  /// The unit has no restriction of its own.
  case nothingToCheck

  /// One sentence that says what to do.
  public var description: String {
    switch self {
    case .nothingToCheck: "there is no restriction to check; use --tighten, or cinch find, to look for some"
    }
  }
}
