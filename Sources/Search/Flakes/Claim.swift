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
