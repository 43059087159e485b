import Search
import SearchSimulation

/// Many instances of the same numbers, searched one after the other.
struct Series {
  /// How many instances a series has.
  static let length = 1000

  var candidates: Int
  var breakers: Int
  var jobs = 1
  var hints: HintQuality?
  var rates: FlakeRates?

  /// What came out.
  struct Figures {
    var trials: [Int] = []
    var rounds: [Int] = []
    var right = 0

    /// The part of runs that found the true set.
    var partRight: Double { Double(right) / Double(Series.length) }
  }

  /// Runs all instances. A search that gives up counts as wrong.
  func run() async throws -> Figures {
    var figures = Figures()
    for seed in 0..<UInt64(Self.length) {
      let instance = Instance(candidates: candidates, conflicts: breakers, seed: seed)
      var search = MaximalSetSearch(instance.space, jobs: jobs)
      var oracle: any Oracle = instance.oracle
      if let hints { search.hints = instance.hints(recall: hints.recall, falseAlarms: hints.falseAlarms) }
      if let rates {
        search.reliability = .unknown
        oracle = FlakyOracle(instance.oracle, rates: rates, seed: seed)
      }
      do {
        let result = try await search.run(against: oracle)
        figures.trials.append(result.effort.trials)
        figures.rounds.append(result.effort.rounds)
        if result.accepted == instance.expected { figures.right += 1 }
      } catch SearchError.tooFlaky {
        continue
      }
    }
    return figures
  }
}
