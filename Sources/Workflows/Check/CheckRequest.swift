import Foundation
import Profiles
import Sandboxing
import Search
import Trials

/// What a check is asked for.
public struct CheckRequest: Sendable {
  /// What an earlier run saved.
  public let profile: Profile
  /// Whether what the profile does not keep is tried as well.
  public var tightens = false
  /// How many labs run trials side by side, at least 1; nil for as many as memory and processors allow and are of use.
  public var jobs: Int? = 1
  /// How many runs without restrictions come first, at least 1.
  public var baselines = 2
  /// How many runs of what still holds, as it will be installed, come last.
  public var confirmations = 1

  /// The day on which waivers have to hold.
  public var day = Date.now
  /// The margin to which the sandbox is brought; nil for that of the profile, of which nothing is taken.
  public var margin: Margin?

  /// What the profile's restrictions are laid on.
  private var form = TrialForm.clone

  /// Whether it is the unit's own restrictions that are checked.
  var isOfUnitsOwn: Bool { form == .bare }

  /// A check with the usual settings.
  public init(_ profile: Profile) { self.profile = profile }

  /// A check of the restrictions that a unit has by itself, which nothing else has tested.
  ///
  /// - Parameters:
  ///   - unit: the unit.
  ///   - check: what "works" means for it.
  ///   - provider: who opens environments for it.
  /// - Throws: what keeps the environment from opening.
  public init(ownRestrictionsOf unit: String, check: HealthCheck, in provider: any EnvironmentProvider) async throws {
    profile = try await Profile(ownRestrictionsOf: unit, check: check, in: provider)
    form = .bare
  }

  /// The check as a find: of what the profile keeps, which most likely passes, in the context in which it was found.
  var find: FindRequest {
    var request = FindRequest(service: profile.service.reference, check: profile.healthCheck)
    request.verb = "check"
    request.recipe = profile.recipe
    request.form = form
    request.jobs = jobs
    request.baselines = baselines
    // What is left of a unit's own restrictions is no drop-in on the unit, which has them all.
    request.confirmations = isOfUnitsOwn ? 0 : confirmations
    request.expected = profile.kept
    // What was not rehearsed then says nothing against the sandbox now.
    request.rehearsals = RehearsalSelection(only: profile.rehearsals?.passed ?? [])
    request.scope = scope
    // What is installed allows back what was seen then, whatever the service uses today. Only what is tightened anew
    // can allow for that.
    request.observed = tightens || isOfUnitsOwn ? nil : profile.installedObservation
    request.margin = margin ?? profile.margin
    request.sparesExpected = margin == nil
    request.accepted = Set(profile.accepted.filter { $0.holds(on: day) }.map(\.act))
    request.needed = profile.rejected.map(\.restriction)
    return request
  }

  /// A find of nothing but what these sandboxes hold, in the context in which the profile was found.
  func find(of sandboxes: [Sandbox]) -> FindRequest {
    var request = find
    let all = Set(sandboxes.flatMap(\.restrictions))
    request.scope = scope(of: Array(all))
    request.scope.only = all.compactMap { Selection(parsing: $0.description) }
    request.scope.exclude = []
    request.observed = profile.observed
    return request
  }

  private var scope: Scope {
    var scope = scope(of: profile.kept.restrictions)
    scope.exclude = profile.excluded.compactMap { Selection(parsing: $0.restriction.description) }
    if !tightens { scope.only = profile.kept.restrictions.compactMap { Selection(parsing: $0.description) } }
    return scope
  }

  /// The widest scope that has these restrictions.
  private func scope(of restrictions: [Restriction]) -> Scope {
    var scope = Scope()
    scope.depth = restrictions.contains(where: \.deniesSingleCalls) ? .syscalls : .groups
    let plans = restrictions.lazy.compactMap { Catalogue.directive($0.directive)?.plan }
    scope.fileSystem = plans.contains(.allowList) ? .allowList : .strict
    return scope
  }
}

extension ProfiledService {
  /// How the user named the service.
  public var reference: ServiceReference {
    if let file { .file(path: file) } else if let command { .command(command) } else { .unit(unit) }
  }
}
