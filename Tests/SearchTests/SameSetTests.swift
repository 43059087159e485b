import Search
import SearchSimulation
import Testing

@Suite("Every strategy keeps the set of the one-at-a-time run")
struct SameSetTests {
  /// 3000 services in blocks, so that they run side by side.
  static let blocks = stride(from: UInt64(0), to: 3000, by: 250).map { first in first..<first + 250 }

  @Test("3000 random monotone services, with interactions, ladders and groups", arguments: blocks)
  func randomServices(seeds: Range<UInt64>) async throws {
    for seed in seeds {
      let world = World(seed: seed)
      let expected = world.oracle.greedy(world.space)
      let hints = [[:], world.hints, world.rightHints, world.wrongHints][Int(seed % 4)]
      for jobs in [1, 2, 4, 8] {
        let result = try await MaximalSetSearch(world.space, jobs: jobs, hints: hints).run(against: world.oracle)
        try #require(result.accepted == expected, "seed \(seed), jobs \(jobs)")
        try #require(result.certificate.isValid(for: world.space), "seed \(seed), jobs \(jobs)")
        try #require(world.confirms(result.certificate), "seed \(seed), jobs \(jobs)")
        try #require(result.undecided.isEmpty && result.effort.repeats == 0, "seed \(seed), jobs \(jobs)")
      }
    }
  }

  @Test("The linear strategy is the one-at-a-time run", arguments: blocks.prefix(2))
  func linear(seeds: Range<UInt64>) async throws {
    for seed in seeds {
      let world = World(seed: seed)
      let result = try await MaximalSetSearch(world.space, strategy: .linear).run(against: world.oracle)
      try #require(result.accepted == world.oracle.greedy(world.space), "seed \(seed)")
      try #require(result.certificate.isValid(for: world.space), "seed \(seed)")
    }
  }

  @Test("On small spaces, that is the passing set which comes first in preference order, found by trying all")
  func bruteForce() async throws {
    var checked = 0
    for seed in UInt64(0)..<400 {
      let world = World(seed: seed)
      guard world.space.count <= 8 else { continue }
      checked += 1
      let subsets = (0..<1 << world.space.count).map { bits in
        world.space.candidates.indices.filter { bits >> $0 & 1 == 1 }
      }
      let passing = subsets.filter { world.oracle.bears(world.space.effects(of: $0)) }
      func isWanted(_ one: [Int], over other: [Int]) -> Bool {
        guard let first = Set(one).symmetricDifference(other).min() else { return false }
        return one.contains(first)
      }
      let best = passing.max { isWanted($1, over: $0) }
      for jobs in [1, 4] {
        let result = try await MaximalSetSearch(world.space, jobs: jobs, hints: world.hints).run(against: world.oracle)
        try #require(result.accepted == best, "seed \(seed)")
      }
    }
    #expect(checked > 100)
  }

  @Test("A linear run needs one trial for each candidate; adaptive needs at most half as many when few are rejected")
  func cost() async throws {
    for seed in UInt64(0)..<20 {
      let instance = Instance(candidates: 120, conflicts: 4, seed: seed)
      let linear = try await MaximalSetSearch(instance.space, strategy: .linear).run(against: instance.oracle)
      let adaptive = try await MaximalSetSearch(instance.space).run(against: instance.oracle)
      #expect(linear.effort.trials == 120)
      #expect(adaptive.effort.trials <= 60)
      #expect(adaptive.accepted == linear.accepted)
    }
  }

  @Test("Perfect hints bring the cost to the least that a proof can have", arguments: [0, 1, 4, 12])
  func perfectHints(breakers: Int) async throws {
    let instance = Instance(candidates: 120, conflicts: breakers, seed: 7)
    let hints = instance.hints(recall: 1, falseAlarms: 0)
    let result = try await MaximalSetSearch(instance.space, hints: hints).run(against: instance.oracle)
    #expect(result.accepted == instance.expected)
    #expect(result.effort.trials <= breakers + 2)
  }

  @Test("A space without candidates needs no trial", arguments: [1, 4])
  func emptySpace(jobs: Int) async throws {
    let oracle = ClosureOracle { _ in throw RecordingOracle.Breakdown() }
    let result = try await MaximalSetSearch(SearchSpace([]), jobs: jobs).run(against: oracle)
    #expect(result.certificate == Certificate(accepted: [], passing: [], rejections: []))
    #expect(result.effort == Effort())
  }
}
