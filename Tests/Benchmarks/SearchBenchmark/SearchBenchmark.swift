import Search
import SearchSimulation

@main
enum SearchBenchmark {
  static func main() async throws {
    let jobs = Int(CommandLine.arguments[1])!, N = Int(CommandLine.arguments[2])!
    for (n, k) in [(120, 4), (450, 8)] {
    for ff in [0.01, 0.05, 0.1, 0.2] { for fp in [0, 0.01, 0.02] {
        var ok = 0, trials = 0, rounds = 0, restarts = 0, err = 0
        for seed in UInt64(0)..<UInt64(N) {
          let instance = Instance(candidates: n, conflicts: k, seed: seed)
          let oracle = FlakyOracle(instance.oracle, rates: .init(falseFail: ff, falsePass: fp), seed: seed &* 77 &+ UInt64(ff * 100 + fp * 10000))
          do {
          let result = try await MaximalSetSearch(instance.space, jobs: jobs, reliability: .unknown).run(against: oracle)
            if result.accepted == instance.expected { ok += 1 }
            trials += result.effort.trials; rounds += result.effort.rounds; restarts += result.effort.restarts
          } catch { err += 1 }
        }
        print("n", n, "k", k, "ff", ff, "fp", fp, "ok", Double(ok) * 100 / Double(N), "trials", trials / N, "rounds", rounds / N, "restarts", Double(restarts) / Double(N), "err", err)
      } }
    }
  }
}
