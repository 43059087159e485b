import Glibc

/// A service that was believed not to flake has passed and failed under one and the same set. Two things can be to blame: the
/// service, which then fails as seldom under any other set, or the set, under which the service works every other time only.
/// Nobody wants to keep such a set, though it passes often enough to look as if it were borne.
enum Doubt {
  /// How often the service is run without any restriction to be cleared. With half of all runs failing it would hardly pass
  /// them and the baseline.
  static let runsWithout = 4
  /// From how many fails without a pass on a set is taken to fail whenever it is run: one under which the service works
  /// every other time does so in 1 of 32 cases.
  private static let failsOfSteady = 5
  /// How often the set is run again at most.
  static let mostRuns = 16
  /// How many restrictions can be found to unsettle a service before it is taken to flake by itself.
  static let mostCulprits = 3

  /// How often a part of a set has to pass to be cleared: one under which the service works every other time gets through
  /// in 1 of 128 cases. Where the whole set fails whenever it is run, so does whatever part is to blame.
  static func runsOfPart(of set: Tally) -> Int { set.passes == 0 ? 3 : 7 }

  /// Whether a set unsettles the service, from its runs; nil while they can be explained either way. The odds between one
  /// fail in 20 and one in 2 have to be 50 to 1 (Wald's sequential test), or are taken as they are after so many runs.
  static func isUnsettled(_ tally: Tally) -> Bool? {
    if tally.passes == 0, tally.fails < failsOfSteady { return nil }
    let (rare, often) = (0.05, 0.5)
    let odds = Double(tally.fails) * log(often / rare) + Double(tally.passes) * log((1 - often) / (1 - rare))
    if abs(odds) < log(50), tally.runs < mostRuns { return nil }
    return odds > 0
  }
}
