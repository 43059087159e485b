import Search
import SearchSimulation
import Testing

@Suite("Services that need less once one restriction is there")
struct FoundationTests {
  /// A service that breaks under each of `breakers`, and under each of `rootOnly` as long as it runs as root: as long as
  /// the foundation is missing.
  private struct Service {
    static let foundation = 2
    let candidates = 80
    let breakers: Set<Int>
    let rootOnly: Set<Int>

    init(seed: UInt64) {
      var random = SeededGenerator(seed: seed)
      let others = Array(3..<candidates)
      breakers = Set(random.sample(8, of: others))
      rootOnly = Set(random.sample(10, of: others)).subtracting(breakers)
    }

    var oracle: ClosureOracle {
      ClosureOracle { set in
        if breakers.contains(where: set.contains) { return .failed }
        return !set.contains(Self.foundation) && rootOnly.contains(where: set.contains) ? .failed : .passed
      }
    }

    /// Half of the breakers, and some that only root needs.
    var hints: [Int: Double] {
      Dictionary(uniqueKeysWithValues: (breakers.sorted().prefix(4) + rootOnly.sorted().prefix(3)).map { ($0, 0.8) })
    }
  }

  @Test("All strategies keep what the run in preference order keeps", arguments: [1, 2, 4, 8])
  func sameSet(jobs: Int) async throws {
    for seed in UInt64(0)..<40 {
      let service = Service(seed: seed)
      let expected = (0..<service.candidates).filter { !service.breakers.contains($0) }
      for hints in [[:], service.hints] {
        var search = MaximalSetSearch(SearchSpace(independent: service.candidates), jobs: jobs, hints: hints)
        search.foundations = [Service.foundation]
        let result = try await search.run(against: service.oracle)
        #expect(result.accepted == expected, "seed \(seed)")
      }
    }
  }
}
