import Search

/// What a row of the benchmark may cost at most.
struct Bound {
  /// Mean over all instances. Another choice of instances moves it, hence the tolerance.
  let mean: Double
  /// No instance may cost more; nil where only the mean is promised.
  var most: Int?

  /// How far a mean may lie above its bound, as a part of it.
  static let tolerance = 0.02
}

/// Trials, one at a time, without hints.
let sequentialBounds: [(candidates: Int, breakers: Int, bound: Bound)] = [
  (45, 0, Bound(mean: 2, most: 2)),
  (45, 1, Bound(mean: 8.8, most: 10)),
  (45, 4, Bound(mean: 21.5, most: 24)),
  (45, 12, Bound(mean: 40.9, most: 45)),
  (120, 1, Bound(mean: 10.2, most: 11)),
  (120, 4, Bound(mean: 27.4, most: 30)),
  (120, 12, Bound(mean: 59.4, most: 64)),
  (450, 1, Bound(mean: 12.1, most: 13)),
  (450, 4, Bound(mean: 35.2, most: 38)),
  (450, 12, Bound(mean: 83.1, most: 87)),
]

/// How good hints are.
struct HintQuality {
  /// The part of the breakers that is named.
  let recall: Double
  /// How many others are named.
  let falseAlarms: Int
}

/// Trials, one at a time, with hints. Perfect ones leave the cost of the proof: one trial for each breaker and one more.
let hintBounds: [(candidates: Int, breakers: Int, hints: HintQuality, bound: Bound)] = [
  (120, 4, HintQuality(recall: 1, falseAlarms: 0), Bound(mean: 5, most: 5)),
  (450, 4, HintQuality(recall: 1, falseAlarms: 0), Bound(mean: 5, most: 5)),
  (450, 12, HintQuality(recall: 1, falseAlarms: 0), Bound(mean: 13, most: 13)),
  (450, 4, HintQuality(recall: 0.9, falseAlarms: 2), Bound(mean: 12.2)),
  (450, 12, HintQuality(recall: 0.9, falseAlarms: 2), Bound(mean: 26.5)),
]

/// Rounds with eight jobs, without hints.
let parallelBounds: [(candidates: Int, breakers: Int, bound: Bound)] = [
  (45, 4, Bound(mean: 4.7, most: 6)),
  (120, 12, Bound(mean: 9.6, most: 12)),
  (450, 4, Bound(mean: 7.1, most: 10)),
  (450, 12, Bound(mean: 13.2, most: 16)),
]

/// The part of runs that must find the true set of a flaky service.
let leastRight = 0.99

/// Trials against flaky services, their rates unknown to the search. `rounds` is for eight jobs. `reference` is what the
/// same claims cost with fixed assumed rates and the same threshold for every claim, which is right in 96 to 100 % of runs.
let flakeBounds: [(candidates: Int, breakers: Int, rates: FlakeRates, trials: Double, reference: Double)] = [
  (120, 4, FlakeRates(falseFail: 0.01, falsePass: 0), 44, 43),
  (120, 4, FlakeRates(falseFail: 0.01, falsePass: 0.01), 45, 43),
  (120, 4, FlakeRates(falseFail: 0.01, falsePass: 0.02), 47, 44),
  (120, 4, FlakeRates(falseFail: 0.05, falsePass: 0), 50, 47),
  (120, 4, FlakeRates(falseFail: 0.05, falsePass: 0.01), 51, 49),
  (120, 4, FlakeRates(falseFail: 0.05, falsePass: 0.02), 53, 49),
  (120, 4, FlakeRates(falseFail: 0.10, falsePass: 0), 58, 56),
  (120, 4, FlakeRates(falseFail: 0.10, falsePass: 0.01), 59, 58),
  (120, 4, FlakeRates(falseFail: 0.10, falsePass: 0.02), 61, 57),
  (450, 8, FlakeRates(falseFail: 0.01, falsePass: 0), 92, 89),
  (450, 8, FlakeRates(falseFail: 0.01, falsePass: 0.01), 95, 91),
  (450, 8, FlakeRates(falseFail: 0.01, falsePass: 0.02), 98, 94),
  (450, 8, FlakeRates(falseFail: 0.05, falsePass: 0), 106, 100),
  (450, 8, FlakeRates(falseFail: 0.05, falsePass: 0.01), 109, 103),
  (450, 8, FlakeRates(falseFail: 0.05, falsePass: 0.02), 112, 104),
  (450, 8, FlakeRates(falseFail: 0.10, falsePass: 0), 124, 119),
  (450, 8, FlakeRates(falseFail: 0.10, falsePass: 0.01), 128, 120),
  (450, 8, FlakeRates(falseFail: 0.10, falsePass: 0.02), 132, 127),
]

/// Rounds against flaky services with several jobs.
let flakeRoundBounds: [(jobs: Int, rates: FlakeRates, rounds: Double)] = [
  (2, FlakeRates(falseFail: 0.01, falsePass: 0), 49),
  (2, FlakeRates(falseFail: 0.05, falsePass: 0.01), 62),
  (2, FlakeRates(falseFail: 0.10, falsePass: 0.02), 82),
  (8, FlakeRates(falseFail: 0.01, falsePass: 0), 15),
  (8, FlakeRates(falseFail: 0.05, falsePass: 0.01), 21),
  (8, FlakeRates(falseFail: 0.10, falsePass: 0.02), 31),
]
