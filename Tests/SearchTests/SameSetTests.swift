import SearchSimulation
import Testing

@testable import Search

@Suite("Every strategy keeps the set of the one-at-a-time run")
struct SameSetTests {
  @Test("3000 random monotone services, with interactions, ladders and groups")
  func propertyOverRandomServices() async throws {
    for seed in UInt64(0)..<3000 {
      let world = World(seed: seed)
      let expected = world.oracle.greedy(world.space)
      for hints in [[:], world.hints] {
        for jobs in [1, 2, 4, 8] {
          let result = try await MaximalSetSearch(world.space, jobs: jobs, hints: hints).run(against: world.oracle)
          try #require(result.accepted == expected, "seed \(seed), jobs \(jobs)")
          try #require(result.certificate.isValid(for: world.space), "seed \(seed), jobs \(jobs)")
        }
      }
    }
  }
}
