import Search
import SearchSimulation
import Testing

@Suite("Trials that prove nothing")
struct InconclusiveTests {
  /// Candidate 3 breaks the service; sets with candidate 5 cannot be applied.
  let oracle = ClosureOracle { set in
    set.contains(3) ? .failed : set.contains(5) ? .inconclusive : .passed
  }

  @Test("A candidate of which no trial can tell is undecided, not rejected", arguments: [1, 2, 8])
  func undecided(jobs: Int) async throws {
    let space = SearchSpace(independent: 20)
    let result = try await MaximalSetSearch(space, jobs: jobs).run(against: oracle)
    #expect(result.undecided == [5])
    #expect(result.rejected == [3])
    #expect(result.accepted == (0..<20).filter { $0 != 3 && $0 != 5 })
    #expect(result.certificate.isValid(for: space))
  }

  @Test("So it is for the linear strategy")
  func linear() async throws {
    let result = try await MaximalSetSearch(SearchSpace(independent: 20), strategy: .linear).run(against: oracle)
    #expect(result.undecided == [5])
    #expect(result.rejected == [3])
  }

  @Test("When nothing can be told, everything is undecided", arguments: [1, 4])
  func nothingToTell(jobs: Int) async throws {
    let oracle = ClosureOracle { _ in .inconclusive }
    let result = try await MaximalSetSearch(SearchSpace(independent: 6), jobs: jobs).run(against: oracle)
    #expect(result.undecided == Array(0..<6))
  }

  @Test("A trial that proves nothing once is run once more", arguments: [1, 4])
  func secondChance(jobs: Int) async throws {
    let instance = Instance(candidates: 30, conflicts: 3, seed: 1)
    let sound = RecordingOracle(instance.oracle)
    let shaky = FirstTry(inconclusiveThen: instance.oracle)
    let expected = try await MaximalSetSearch(instance.space, jobs: jobs).run(against: sound)
    let result = try await MaximalSetSearch(instance.space, jobs: jobs).run(against: shaky)
    #expect(result.certificate == expected.certificate)
    #expect(result.effort.trials == 2 * expected.effort.trials)
  }

  @Test("What the oracle throws comes out as it is")
  func oracleThrows() async {
    let oracle = ClosureOracle { _ in throw RecordingOracle.Breakdown() }
    await #expect(throws: RecordingOracle.Breakdown.self) {
      try await MaximalSetSearch(SearchSpace(independent: 3)).run(against: oracle)
    }
  }

  @Test("A cancelled search ends before its next trial", arguments: [1, 4])
  func cancellation(jobs: Int) async {
    let oracle = RecordingOracle(
      ClosureOracle { _ in
        withUnsafeCurrentTask { $0?.cancel() }
        return .passed
      })
    let search = Task { try await MaximalSetSearch(SearchSpace(independent: 40), jobs: jobs).run(against: oracle) }
    await #expect(throws: CancellationError.self) { try await search.value }
    #expect(await oracle.rounds.count == 1)
  }
}

/// Answers each set once with what proves nothing, then as the oracle behind it does.
private actor FirstTry: Oracle {
  private let oracle: MonotoneOracle
  private var seen: Set<EffectSet> = []

  init(inconclusiveThen oracle: MonotoneOracle) { self.oracle = oracle }

  func test(_ sets: [EffectSet]) async throws -> [Outcome] {
    sets.map { set in
      guard seen.insert(set).inserted else { return oracle.bears(set) ? .passed : .failed }
      return .inconclusive
    }
  }
}
