import Search
import SearchSimulation

@main
enum SearchBenchmark {
  static func main() async throws {
    for (n, k) in [(45, 4), (120, 12), (450, 4), (450, 12), (450, 0), (120, 0)] {
      for jobs in [2, 4, 8] {
        var total = 0, most = 0, trials = 0
        for seed in UInt64(0)..<1000 {
          let instance = Instance(candidates: n, conflicts: k, seed: seed)
          let result = try await MaximalSetSearch(instance.space, jobs: jobs).run(against: instance.oracle)
          precondition(result.accepted == instance.expected)
          total += result.effort.rounds
          trials += result.effort.trials
          most = max(most, result.effort.rounds)
        }
        print("par", jobs, n, k, Double(total) / 1000, most, Double(trials) / 1000)
      }
    }
    for row in sequentialBounds {
      var total = 0, most = 0
      for seed in UInt64(0)..<1000 {
        let instance = Instance(candidates: row.candidates, conflicts: row.breakers, seed: seed)
        let result = try await MaximalSetSearch(instance.space).run(against: instance.oracle)
        precondition(result.accepted == instance.expected)
        total += result.effort.trials
        most = max(most, result.effort.trials)
      }
      print(row.candidates, row.breakers, Double(total) / 1000, most, "bound", row.bound.mean, row.bound.most)
    }
  }
}
