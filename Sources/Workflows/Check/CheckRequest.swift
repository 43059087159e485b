import Sandboxing
import Trials

/// What a check is asked for.
public struct CheckRequest: Sendable {
  /// What an earlier run saved.
  public let profile: Profile
  /// Whether what the profile does not keep is tried as well.
  public var tightens = false
  /// How many places run trials side by side, at least 1.
  public var jobs = 1
  /// How many runs without restrictions come first, at least 1.
  public var baselines = 2
  /// How many runs of what still holds, as it will be installed, come last.
  public var confirmations = 1

  /// A check with the usual settings.
  public init(_ profile: Profile) { self.profile = profile }

  /// The check as a find: of what the profile keeps, which most likely passes, on the ground on which it was found.
  var find: FindRequest {
    var request = FindRequest(service: profile.service.reference, check: profile.healthCheck)
    request.verb = "check"
    request.jobs = jobs
    request.baselines = baselines
    request.confirmations = confirmations
    request.expected = profile.kept
    request.scope = scope
    // What is installed allows back what was seen then, whatever the service uses today. Only what is tightened anew
    // can allow for that.
    request.observed = tightens ? nil : profile.observed
    return request
  }

  private var scope: Scope {
    var scope = Scope()
    let restrictions = profile.kept.restrictions
    let singleCalls = restrictions.lazy.filter { $0.directive == "SystemCallFilter" }.compactMap(\.deniedMember)
    scope.depth = singleCalls.contains { !$0.hasPrefix("@") } ? .syscalls : .groups
    let plans = restrictions.lazy.compactMap { Catalogue.directive($0.directive)?.plan }
    scope.fileSystem = plans.contains(.allowList) ? .allowList : .strict
    scope.exclude = profile.excluded.compactMap { Selection(parsing: $0.restriction.description) }
    if !tightens { scope.only = restrictions.compactMap { Selection(parsing: $0.description) } }
    return scope
  }
}

extension ProfiledService {
  /// How the user named the service.
  var reference: ServiceReference {
    if let file { .file(path: file) } else if let command { .command(command) } else { .unit(unit) }
  }
}
