import Profiles
import Sandboxing
import Search
import Trials

/// What a find is asked for.
public struct FindRequest: Sendable {
  /// The service.
  public var service: ServiceReference
  /// What "works" means for it.
  public var check: HealthCheck
  /// The recipe that says so; nil where somebody does.
  public var recipe: String?
  /// How the search goes about it; the result is the same.
  public var strategy: MaximalSetSearch.Strategy = .adaptive
  /// How many labs run trials side by side, at least 1; nil for as many as memory and processors allow and are of use.
  public var jobs: Int? = 1
  /// Whether each rejected restriction is tried on top of the whole kept sandbox, too: what makes the result maximal where
  /// more restrictions can break less.
  public var isStrict = false
  /// Which restrictions are tried.
  public var scope = Scope()
  /// What is left out beside what the scope leaves out: an administrator's ``Settings``.
  public var standingExclusions: [Selection] = []
  /// Whether what passes is kept even where it denies something that the service was seen to use.
  public var trustsHealth = false
  /// Whether a service that starts as root is given, as the user that it drops to, the paths that it could then write only
  /// with a capability. Their owners change where the result is installed, and that is not undone with it.
  public var givesPaths = false
  /// How far what is kept stays away from what the service may do on another day.
  public var margin = Margin.usual
  /// Whether what an earlier run kept stays, whatever the margin.
  public var sparesExpected = true
  /// Restrictions of which an earlier run showed that the service needs what they deny.
  public var needed: [Restriction] = []
  /// Which of what happens to any service sooner or later is gone through beside its health check.
  public var rehearsals = RehearsalSelection()
  /// What may stay open by an earlier profile: acts, as texts.
  public var accepted: Set<String> = []
  /// How many runs without restrictions come first, at least 1.
  public var baselines = 3
  /// How many runs of the result, as it will be installed, come last.
  public var confirmations = 2

  /// What a single verdict is worth.
  public var reliability = Reliability.steady
  /// What restrictions are laid on.
  public var form = TrialForm.clone
  /// What the ledger calls the run.
  public var verb = "find"
  /// What an earlier run kept. Most likely it still passes: it is tried before everything else, and much of it at once.
  public var expected = Sandbox.empty
  /// What the service is taken to use; nil for what its baseline shows.
  public var observed: Observation?

  /// A find with the usual settings.
  public init(service: ServiceReference, check: HealthCheck) {
    self.service = service
    self.check = check
  }

  /// What the user should know before it is run, one sentence; nil where there is nothing.
  public var advice: String? {
    check.probes.isEmpty
      ? "no probe was given, and there is no recipe for it: that the service stays up proves little; see --health" : nil
  }

  /// What is rehearsed in an environment. A result that is to be just what the health check passes with has only what was asked for.
  func rehearsed(on environment: any TrialEnvironment) -> [RehearsalName] {
    rehearsals.names(usual: margin != .none && !trustsHealth, on: environment)
  }

  /// The scope without what is left out for good.
  var wholeScope: Scope {
    var scope = scope
    scope.exclude += standingExclusions
    return scope
  }

  /// Makes sure that the system calls that a person asks for by name can be tried, before the service is touched. What a
  /// profile names may be another system's.
  ///
  /// - Throws: ``FindError/noSuchRestriction(_:)``, and what keeps the environment from opening.
  func requireNamed(in provider: any EnvironmentProvider) async throws {
    let named = (scope.only ?? []).filter(\.isOfCalls)
    guard !named.isEmpty, expected.restrictions.isEmpty, verb == "find" else { return }
    let platform = try await provider.withEnvironment { try await $0.platform() }
    for selection in named {
      if let problem = selection.problem(on: platform, scope: scope) { throw FindError.noSuchRestriction(problem) }
    }
  }

  /// Why a restriction was left out, as a phrase.
  func reason(forExcluding restriction: Restriction) -> String {
    standingExclusions.contains { $0.names(restriction) } ? "left out by \(Settings.fileName)" : "left out on request"
  }
}
