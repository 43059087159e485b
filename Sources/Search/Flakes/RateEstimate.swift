import Glibc

/// What is believed of the flake rates: a posterior over a grid, fed by every set that was run more than once. Whether such
/// a set is borne need not be known; both possibilities are weighed.
struct RateEstimate {
  private struct Point {
    let rates: FlakeRates
    var logWeight: Double
  }

  private var points: [Point]

  /// The estimate after so many passes and fails of a set that is known to be borne.
  init(passes: Int, fails: Int) {
    points = []
    for falseFail in [0.005, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2] {
      for falsePass in [0.001, 0.003, 0.01, 0.02, 0.04, 0.07] {
        let prior = -pow(log(falseFail / 0.08) / 1.2, 2) / 2 - pow(log(falsePass / 0.015) / 1, 2) / 2
        let baseline = Double(passes) * log(1 - falseFail) + Double(fails) * log(falseFail)
        points.append(
          Point(rates: FlakeRates(falseFail: falseFail, falsePass: falsePass), logWeight: prior + baseline))
      }
    }
  }

  /// Takes in that the tally of a set went from `old` to `new`.
  mutating func observe(_ old: Tally, _ new: Tally) {
    for index in points.indices {
      points[index].logWeight += Self.likelihood(of: new, at: points[index].rates)
      points[index].logWeight -= Self.likelihood(of: old, at: points[index].rates)
    }
  }

  /// The posterior mean.
  var rates: FlakeRates {
    let highest = points.map(\.logWeight).max() ?? 0
    var (total, falseFail, falsePass) = (0.0, 0.0, 0.0)
    for point in points {
      let weight = exp(point.logWeight - highest)
      total += weight
      falseFail += weight * point.rates.falseFail
      falsePass += weight * point.rates.falsePass
    }
    return FlakeRates(falseFail: falseFail / total, falsePass: falsePass / total)
  }

  /// How likely such a tally is, as a logarithm. One run says nothing about rates.
  private static func likelihood(of tally: Tally, at rates: FlakeRates) -> Double {
    guard tally.runs > 1 else { return 0 }
    let (passes, fails) = (Double(tally.passes), Double(tally.fails))
    let borne = pow(1 - rates.falseFail, passes) * pow(rates.falseFail, fails)
    let broken = pow(rates.falsePass, passes) * pow(1 - rates.falsePass, fails)
    return log((borne + broken) / 2)
  }
}
