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

/// What a find has to tell while it runs.
public enum FindEvent: Sendable {
  /// What is being done now, as a phrase: `opening a lab`.
  case step(String)
  /// Something the user should know, as a sentence.
  case warning(String)
  /// A run without restrictions ended.
  case baseline(number: Int, of: Int, report: TrialReport)
  /// What there is to try.
  case universe(Universe)
  /// A trial of the search ended.
  case trial(number: Int, sandbox: Sandbox, report: TrialReport)
  /// A run of what passed before ended: it tells whether failed trials have left something behind.
  case control(report: TrialReport)
  /// A run of the result in the form in which it will be installed ended.
  case confirmation(number: Int, of: Int, report: TrialReport)
}
