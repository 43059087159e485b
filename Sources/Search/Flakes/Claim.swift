import Glibc

/// Something a result rests on, to be repeated until it is sure.
///
/// A search may be led astray by a wrong verdict, but it may not end with one. So single verdicts guide it, and only
/// claims are repeated: every rejection, the base that it was made on, and the kept set. Retrying failures until one
/// passes would be worse than nothing: a single false pass then poisons the base, and all that follows seems to break.
struct Claim {
  let set: EffectSet
  /// Passed or failed.
  let verdict: Outcome
  /// How unlikely the claim was before its own trials, in nats: log odds against it. A fail that a true breaker would have
  /// caused at one place of fifty, and a flake anywhere, needs more proof than one that many others led up to.
  let surprise: Double

  /// That `set` passes.
  static func passes(_ set: EffectSet, surprise: Double) -> Claim {
    Claim(set: set, verdict: .passed, surprise: surprise)
  }

  /// That `set` fails.
  static func fails(_ set: EffectSet, surprise: Double) -> Claim {
    Claim(set: set, verdict: .failed, surprise: surprise)
  }

  /// That the result passes as a whole: nothing that comes later would find a mistake.
  static func isKept(_ set: EffectSet) -> Claim { .passes(set, surprise: log(100)) }

  /// Weight of evidence, in nats, from which on the claim is sure.
  var threshold: Double { log(verdict == .passed ? 100 : 1000) + max(0, surprise) }
}

/// A claim did not stand up to repetition: everything that followed from it is void, what was recorded is not.
struct RefutedClaim: Error {}

/// How often a set passed and failed.
struct Tally: Hashable, Sendable {
  var passes = 0
  var fails = 0

  var runs: Int { passes + fails }

  mutating func count(_ outcome: Outcome) {
    if outcome == .passed { passes += 1 }
    if outcome == .failed || outcome == .wavering { fails += 1 }
  }

  /// Log-likelihood ratio of "borne" to "breaks" at these rates.
  func evidence(at rates: FlakeRates) -> Double {
    Double(passes) * rates.weightOfPass - Double(fails) * rates.weightOfFail
  }
}

extension FlakeRates {
  /// What one pass adds to the evidence for "borne", in nats.
  var weightOfPass: Double { log((1 - falseFail) / falsePass) }

  /// What one fail adds to the evidence for "breaks", in nats.
  var weightOfFail: Double { log((1 - falsePass) / falseFail) }
}
