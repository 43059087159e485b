import Glibc

/// Decides what recorded runs of a set are worth.
struct Trust {
  private var reliability: Reliability
  private var estimate: RateEstimate
  /// The set about which a service that was believed not to flake has contradicted itself; nil where it has not, or where
  /// that was looked into.
  private(set) var contradicted: EffectSet?
  private(set) var rates: FlakeRates

  init(_ reliability: Reliability) {
    self.reliability = reliability
    if case .measured(let passes, let fails) = reliability {
      estimate = RateEstimate(passes: passes, fails: fails)
    } else {
      estimate = RateEstimate(passes: 0, fails: 0)
    }
    if case .known(let known) = reliability { rates = known.bounded } else { rates = estimate.rates.bounded }
  }

  /// Whether anything is ever repeated.
  var isLimited: Bool { reliability != .exact }

  /// Learns from a repetition.
  mutating func observe(_ old: Tally, _ new: Tally) {
    guard new.runs > 1 else { return }
    estimate.observe(old, new)
    if case .known = reliability { return }
    rates = estimate.rates.bounded
  }

  /// Gives up the belief that the service does not flake, for what it did under a set. Throws `RefutedClaim` where there was one:
  /// then conclusions were drawn that are not proved well enough now.
  mutating func doubt(about set: EffectSet) throws(RefutedClaim) {
    guard reliability == .steady else { return }
    reliability = .unknown
    contradicted = set
    throw RefutedClaim()
  }

  /// The contradiction was looked into: the service is as steady as it was believed to be, or it is not.
  mutating func endDoubt(isSteady: Bool) {
    contradicted = nil
    if isSteady { reliability = .steady }
  }

  /// What a set is taken for after these runs; nil without any.
  func verdict(of tally: Tally) -> Outcome? {
    guard tally.runs > 0 else { return nil }
    return tally.evidence(at: rates) > 0 ? .passed : .failed
  }

  /// How many more runs of `set`, on which `claim` rests, make it sure if they agree after those of `tally`. Throws `RefutedClaim`
  /// when it is refuted.
  mutating func missingRuns(of set: EffectSet, for claim: Claim, after tally: Tally) throws(RefutedClaim) -> Int {
    switch reliability {
    case .exact: return 0
    case .steady:
      if tally.passes > 0, tally.fails > 0 { try doubt(about: set) }
      return claim.surprise > log(4) && tally.runs < 2 ? 1 : 0
    case .known, .measured:
      if let verdict = verdict(of: tally), verdict != claim.verdict { throw RefutedClaim() }
      let missing = claim.threshold - abs(tally.evidence(at: rates))
      let step = claim.verdict == .passed ? rates.weightOfPass : rates.weightOfFail
      return max(0, Int((missing / step).rounded(.up)))
    }
  }
}
