import Ledger
import Profiles
import Sandboxing
import Trials

extension Profile {
  /// What is known of a service before the search, as it is saved; what the search finds is added to it.
  init(
    of service: LoadedService, from known: Preparation, for request: FindRequest, in environment: RunEnvironment,
    keeping kept: Sandbox
  ) {
    let universe = known.universe
    self.init(
      service: ProfiledService(of: service, named: request.service), environment: environment,
      healthCheck: request.check, kept: kept,
      notEnforced: universe.notEnforced.map {
        Remark(
          $0, Catalogue.missingNeeds(of: $0, on: known.context.platform) ?? "what it should deny is allowed under it")
      },
      notSupported: universe.notSupported.map { Remark($0.restriction, $0.reason) },
      excluded: universe.excluded.map { restriction in
        Remark(restriction, known.leftOut[restriction.directive] ?? request.reason(forExcluding: restriction))
      },
      alreadySet: universe.alreadySet, observed: known.context.observed,
      search: SearchSummary(strategy: request.strategy.rawValue, seed: 0, trials: 0, seconds: 0),
      confirmed: Confirmation(form: "drop-in", passes: 0))
    recipe = request.recipe
  }
}

extension ProfiledService {
  fileprivate init(of service: LoadedService, named reference: ServiceReference) {
    self.init(unit: service.unit, kind: service.properties["Type"]?.text ?? "simple")
    switch reference {
    case .unit: break
    case .file(let path): file = path
    case .command(let words): command = words
    }
  }
}

extension Exposure {
  /// The scores of `systemd-analyze security`, 0 (safe) to 10; nothing where one of the two is missing: a score alone says
  /// nothing about the sandbox.
  init?(before: Double?, after: Double?, byMargin: [Margin: Double]) {
    guard let before, let after else { return nil }
    self.init(
      tenthsBefore: Int((before * 10).rounded()), tenthsAfter: Int((after * 10).rounded()),
      margins: byMargin.mapValues { Int(($0 * 10).rounded()) })
  }
}
