import Profiles
import Sandboxing
import Search
import Trials

/// What a find found.
public struct FindResult: Sendable {
  /// The service as it was loaded.
  public let service: LoadedService
  /// The service as trials started it.
  public let subject: Subject
  /// The context that the sandbox is laid on.
  public let context: ServiceContext
  /// Everything that was considered.
  public let universe: Universe
  /// What of that is kept, and why not the rest: the result as it is saved.
  public let profile: Profile
  /// What the sandbox is laid on as it is installed: its lists allow as well what the service is known to use besides.
  public let installedContext: ServiceContext
  /// What the search cost.
  public let effort: Effort

  /// What is kept.
  public var kept: Sandbox { profile.kept }
  /// What is not, each with its proof.
  public var rejections: [Rejection] { profile.rejected }
}
