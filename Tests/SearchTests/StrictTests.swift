import Search
import SearchSimulation
import Testing

@Suite("Strict mode, for services that are not monotone")
struct StrictTests {
  @Test(
    "It tries each rejected candidate on top of the kept set, and no more where the service is monotone",
    arguments: [1, 4])
  func monotone(jobs: Int) async throws {
    let instance = Instance(candidates: 40, conflicts: 5, seed: 4)
    let plain = try await MaximalSetSearch(instance.space, jobs: jobs).run(against: instance.oracle)
    let strict = try await MaximalSetSearch(instance.space, jobs: jobs, isStrict: true).run(against: instance.oracle)
    let kept = instance.space.effects(of: strict.accepted)
    #expect(strict.accepted == plain.accepted)
    #expect(strict.effort.trials <= plain.effort.trials + 5)
    for rejection in strict.certificate.rejections {
      #expect(rejection.failingOnTop == kept.union([rejection.candidate]))
    }
    #expect(strict.certificate.isValid(for: instance.space))
  }

  @Test("A candidate that breaks alone and not with a later one is kept after all", arguments: [1, 2])
  func readmission(jobs: Int) async throws {
    // Candidate 2 breaks the service, unless candidate 6 is there too; candidate 4 always does.
    let oracle = ClosureOracle { set in
      set.contains(4) || set.contains(2) && !set.contains(6) ? .failed : .passed
    }
    let space = SearchSpace(independent: 8)
    let linear = try await MaximalSetSearch(space, strategy: .linear).run(against: oracle)
    let strict = try await MaximalSetSearch(space, strategy: .linear, jobs: jobs, isStrict: true).run(against: oracle)
    #expect(linear.rejected == [2, 4])
    #expect(strict.rejected == [4])
    #expect(strict.certificate.isValid(for: space))
    #expect(try await strict.certificate.verify(in: space, against: oracle).holds)
  }
}
