import Glibc

/// What is believed of the number of breakers among candidates that nobody gave a hint about, before and after some of
/// them have been found. Candidates are exchangeable; only the number counts.
struct BreakerPrior {
  /// More breakers than this are not expected.
  static let mostExpected = 40

  /// weights[k]: chance of k breakers.
  private let weights: [Double]
  private let count: Int
  private let logFactorials: [Double]

  /// Belief for `count` candidates. `chanceOfNone` is set where hints exist: then most breakers are among the hinted, that
  /// no other candidate breaks is likely, and that many do is not.
  init(count: Int, chanceOfNone: Double? = nil) {
    self.count = count
    var weights = (0...min(Self.mostExpected, count)).map { k in
      // A tail beyond 12 breakers is possible, not expected.
      (k > 12 ? 0.35 : 1) / pow(Double(k + 1), chanceOfNone == nil ? 1 : 2)
    }
    let total = weights.reduce(0, +)
    if let chanceOfNone, weights.count > 1 {
      let rest = total - weights[0]
      weights = [chanceOfNone] + weights.dropFirst().map { $0 * (1 - chanceOfNone) / rest }
    } else {
      weights = weights.map { $0 / total }
    }
    self.weights = weights
    var logFactorials = [0.0]
    for value in 1...max(1, count) { logFactorials.append(logFactorials[value - 1] + log(Double(value))) }
    self.logFactorials = logFactorials
  }

  /// survival[m]: the chance that the first m of `unresolved` candidates all pass, when `found` breakers are known among
  /// the others. Falls from 1.
  func survival(unresolved: Int, found: Int) -> [Double] {
    let remaining = weights.indices.map { $0 - found }.filter { 0...unresolved ~= $0 }
    guard !remaining.isEmpty else {  // more breakers than the prior allows: a flat 5 % each
      return (0...unresolved).map { pow(0.95, Double($0)) }
    }
    let logWeights = remaining.map { left in
      log(weights[left + found]) + logChoose(unresolved, left) - logChoose(count, left + found)
    }
    let highest = logWeights.max() ?? 0
    var chances = logWeights.map { exp($0 - highest) }
    let total = chances.reduce(0, +)
    for index in chances.indices { chances[index] /= total }

    var survival = [1.0]
    survival.reserveCapacity(unresolved + 1)
    for length in 0..<unresolved {
      let open = Double(unresolved - length)
      var sum = 0.0
      for index in chances.indices {
        chances[index] *= max(0, (open - Double(remaining[index])) / open)
        sum += chances[index]
      }
      survival.append(sum)
    }
    return survival
  }

  private func logChoose(_ total: Int, _ chosen: Int) -> Double {
    guard 0...total ~= chosen else { return -1e9 }
    return logFactorials[total] - logFactorials[chosen] - logFactorials[total - chosen]
  }
}
