/// What a search believes of its candidates while it runs: a chance of its own for each hinted one, the shared prior for
/// all others.
struct Belief {
  /// A hint of at least this makes a candidate a suspect, to be tested last and by itself.
  static let suspicion = 0.5
  /// How many breakers, expected and seen, the source's own word weighs as much as.
  private static let trustInSource = 4.0

  private let hints: [Int: Double]
  private let prior: BreakerPrior
  private let unhinted: Int
  /// Of the hinted candidates that came out so far, how many broke, and how many should have by what was said of them.
  private var broken = 0.0
  private var expected = 0.0

  /// Belief before the first trial: `hints` holds, by rank, the chance that a candidate breaks something.
  init(candidates: Int, hints: [Int: Double]) {
    self.hints = hints
    unhinted = candidates - hints.count
    prior = BreakerPrior(count: unhinted, chanceOfNone: hints.isEmpty ? nil : 0.6)
  }

  /// The candidates to be tested by themselves, the likeliest breakers first.
  var suspects: [Int] {
    hints.filter { $0.value >= Self.suspicion }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }

  /// Whether a hint was given about `candidate`.
  func isHinted(_ candidate: Int) -> Bool { hints[candidate] != nil }

  /// Learns how a candidate came out: what it says about one hint it says about their source.
  mutating func observe(_ candidate: Int, broke: Bool) {
    guard let hint = hints[candidate] else { return }
    expected += hint
    if broke { broken += 1 }
  }

  /// The chance that a hinted candidate breaks, by what its hint says and how the hints have done so far.
  private func recalibrated(_ hint: Double) -> Double {
    hint * (Self.trustInSource + broken) / (Self.trustInSource + expected)
  }

  /// survival[m]: the chance that the first m of `candidates` pass together, when `found` unhinted breakers are known
  /// among those that are not listed.
  func survival(of candidates: some Sequence<Int>, found: Int) -> [Double] {
    let candidates = Array(candidates)
    let open = candidates.count { !isHinted($0) }
    let unhintedSurvival = prior.survival(unresolved: open, found: min(found, max(unhinted - open, 0)))
    var survival = [1.0]
    survival.reserveCapacity(candidates.count + 1)
    var position = 0
    var hintedChance = 1.0
    for candidate in candidates {
      if let hint = hints[candidate] {
        hintedChance *= 1 - min(recalibrated(hint), 0.999)
      } else {
        position += 1
      }
      survival.append(unhintedSurvival[position] * hintedChance)
    }
    return survival
  }
}
