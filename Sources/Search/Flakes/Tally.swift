import Glibc

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
