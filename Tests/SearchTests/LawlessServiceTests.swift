import Search
import SearchSimulation
import Testing

@Suite("Services that keep to no order")
struct LawlessServiceTests {
  /// Answers each set at random, always the same: mostly passed, else failed or inconclusive.
  static func oracle(seed: UInt64) -> ClosureOracle {
    ClosureOracle { set in
      let word = set.reduce(into: seed &* 31 &+ 7) { $0 = ($0 ^ UInt64($1 + 1)) &* 0x100_0000_01B3 }
      var random = SeededGenerator(seed: word)
      return random.chance(0.7) ? .passed : random.chance(0.7) ? .failed : .inconclusive
    }
  }

  struct Case: CustomTestStringConvertible {
    var strategy = MaximalSetSearch.Strategy.adaptive
    var jobs = 1
    var isStrict = false
    var testDescription: String { "\(strategy), \(jobs) jobs\(isStrict ? ", strict" : "")" }

    static let all = [
      Case(strategy: .linear), Case(), Case(isStrict: true), Case(jobs: 2), Case(jobs: 8),
      Case(jobs: 8, isStrict: true),
    ]
  }

  @Test("The search comes to an end, and claims only what its trials said", arguments: Case.all)
  func claims(case: Case) async throws {
    for seed in UInt64(0)..<60 {
      let world = World(seed: seed)
      let oracle = RecordingOracle(Self.oracle(seed: seed), lifetime: 5000)
      let hints = seed.isMultiple(of: 2) ? world.hints : [:]
      let result = try await MaximalSetSearch(
        world.space, strategy: `case`.strategy, jobs: `case`.jobs, hints: hints, isStrict: `case`.isStrict
      ).run(against: oracle)
      let trials = Set(await oracle.trials)
      let certificate = result.certificate
      #expect(certificate.isValid(for: world.space), "seed \(seed)")
      #expect(certificate.passing.isEmpty || trials.contains(.init(set: certificate.passing, outcome: .passed)))
      for rejection in certificate.rejections {
        #expect(trials.contains(.init(set: rejection.failing, outcome: .failed)), "seed \(seed)")
        if `case`.isStrict {
          let onTop = try #require(rejection.failingOnTop)
          #expect(trials.contains(.init(set: onTop, outcome: .failed)), "seed \(seed)")
        }
      }
    }
  }
}
