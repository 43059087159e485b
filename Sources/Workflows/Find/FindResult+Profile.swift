import Profiles
import Sandboxing

extension Profile {
  /// The result of a find, as it is saved.
  ///
  /// - Parameters:
  ///   - result: what was found.
  ///   - request: what was asked.
  ///   - seed: of everything random in the run.
  public init(of result: FindResult, for request: FindRequest, seed: UInt64 = 0) {
    let universe = result.universe
    self.init(
      service: ProfiledService(of: result.service, named: request.service), environment: result.environment,
      healthCheck: request.check, kept: result.kept,
      rejected: result.rejections.map { rejection in
        let trialContext = Rejection.TrialContext(
          of: rejection.proof, besides: rejection.restriction, kept: result.kept)
        return Rejection(rejection.restriction, evidence: rejection.evidence, proof: trialContext)
      },
      withheld: result.withheld,
      notEnforced: universe.notEnforced.map {
        Remark(
          $0, Catalogue.missingNeeds(of: $0, on: result.context.platform) ?? "what it should deny is allowed under it")
      },
      notSupported: universe.notSupported.map { Remark($0.restriction, $0.reason) },
      excluded: universe.excluded.map { Remark($0, request.reason(forExcluding: $0)) }, undecided: result.undecided,
      alreadySet: universe.alreadySet, observed: result.context.observed, exposure: Exposure(of: result),
      search: SearchSummary(of: result, for: request, seed: seed),
      confirmed: Confirmation(form: "drop-in", passes: result.confirmations))
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
  /// Nothing where one of the two scores is missing: a score alone says nothing about the sandbox.
  fileprivate init?(of result: FindResult) {
    guard let before = result.exposureBefore, let after = result.exposureAfter else { return nil }
    self.init(tenthsBefore: Int((before * 10).rounded()), tenthsAfter: Int((after * 10).rounded()))
  }
}

extension SearchSummary {
  fileprivate init(of result: FindResult, for request: FindRequest, seed: UInt64) {
    self.init(
      strategy: request.strategy.rawValue, seed: seed,
      trials: request.baselines + result.effort.trials + result.confirmations, rounds: result.effort.rounds,
      seconds: Int(result.duration.inSeconds.rounded()))
  }
}
