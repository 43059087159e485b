import Search
import SearchSimulation
import Testing

@Suite("Services whose trials go wrong now and then")
struct FlakeTests {
  struct Case: CustomTestStringConvertible {
    var jobs = 1
    var reliability = Reliability.unknown
    var rates: FlakeRates

    var testDescription: String {
      "\(jobs) jobs, \(rates.falseFail) false fails, \(rates.falsePass) false passes, \(reliability)"
    }

    static let mild = FlakeRates(falseFail: 0.01, falsePass: 0)
    static let usual = FlakeRates(falseFail: 0.05, falsePass: 0.01)
    static let harsh = FlakeRates(falseFail: 0.1, falsePass: 0.02)
    static let all: [Case] = [
      Case(rates: mild), Case(jobs: 2, rates: mild), Case(jobs: 8, rates: mild),
      Case(rates: usual), Case(jobs: 2, rates: usual), Case(jobs: 8, rates: usual),
      Case(rates: harsh), Case(jobs: 2, rates: harsh), Case(jobs: 8, rates: harsh),
      Case(reliability: .known(usual), rates: usual), Case(reliability: .measured(passes: 19, fails: 1), rates: usual),
    ]
  }

  @Test("The true set is found in at least 98 of 100 runs, whatever is known of the rates", arguments: Case.all)
  func rightSet(case: Case) async throws {
    var right = 0
    for seed in UInt64(0)..<100 {
      let instance = Instance(candidates: 60, conflicts: 3, seed: seed)
      let oracle = FlakyOracle(instance.oracle, rates: `case`.rates, seed: seed)
      let search = MaximalSetSearch(instance.space, jobs: `case`.jobs, reliability: `case`.reliability)
      let result = try await search.run(against: oracle)
      #expect(result.certificate.isValid(for: instance.space))
      if result.accepted == instance.expected { right += 1 }
    }
    #expect(right >= 98)
  }

  @Test("A steady service pays for its kept set and for surprises only")
  func steady() async throws {
    var (exact, steady) = (0, 0)
    for seed in UInt64(0)..<40 {
      let instance = Instance(candidates: 120, conflicts: 4, seed: seed)
      exact += try await MaximalSetSearch(instance.space).run(against: instance.oracle).effort.trials
      steady += try await MaximalSetSearch(instance.space, reliability: .steady).run(against: instance.oracle)
        .effort.trials
    }
    #expect(steady > exact)
    #expect(Double(steady) <= 1.1 * Double(exact))
  }

  @Test("A service that was taken for steady and is not is found out when a verdict surprises")
  func notSteadyAtAll() async throws {
    var (right, wrongWithoutRepeats) = (0, 0)
    for seed in UInt64(0)..<100 {
      let instance = Instance(candidates: 60, conflicts: 3, seed: seed)
      let rates = FlakeRates(falseFail: 0.05, falsePass: 0)
      let steady = try await MaximalSetSearch(instance.space, reliability: .steady)
        .run(against: FlakyOracle(instance.oracle, rates: rates, seed: seed))
      let exact = try await MaximalSetSearch(instance.space)
        .run(against: FlakyOracle(instance.oracle, rates: rates, seed: seed))
      if steady.accepted == instance.expected { right += 1 }
      if exact.accepted != instance.expected { wrongWithoutRepeats += 1 }
    }
    #expect(wrongWithoutRepeats > 25)
    #expect(right > 80)
  }

  @Test("A trial that wavers gives a service away that was taken for steady", arguments: [1, 2, 4])
  func wavering(jobs: Int) async throws {
    var right = 0
    for seed in UInt64(0)..<200 {
      let instance = Instance(candidates: 60, conflicts: 3, seed: seed)
      let rates = FlakeRates(falseFail: [0.02, 0.05, 0.1][Int(seed % 3)], falsePass: 0)
      let oracle = FlakyOracle(instance.oracle, rates: rates, seed: seed, takenBack: true)
      let result = try await MaximalSetSearch(instance.space, jobs: jobs, reliability: .steady).run(against: oracle)
      #expect(result.certificate.isValid(for: instance.space))
      if result.accepted == instance.expected { right += 1 }
    }
    #expect(right >= 198)
  }

  @Test(
    "What a steady service bears every other time only is seldom kept, and hardly ever when the result is looked into",
    arguments: [1, 4])
  func unsettled(jobs: Int) async throws {
    var (right, rightAtLast) = (0, 0)
    for seed in UInt64(0)..<100 {
      let instance = Instance(candidates: 60, conflicts: 3, seed: seed)
      let unsettling = Int(seed % 60)
      let expected = instance.expected.filter { $0 != unsettling }
      let rates = FlakeRates(falseFail: 0, falsePass: 0)
      let oracle = FlakyOracle(instance.oracle, rates: rates, seed: seed, unsettledBy: unsettling)
      var search = MaximalSetSearch(instance.space, jobs: jobs, reliability: .steady)
      let first = try await search.run(against: oracle)
      if first.accepted == expected { right += 1 }
      search.suspicion = instance.space.effects(of: first.accepted)
      let last = first.accepted == expected ? first : try await search.run(against: oracle)
      if last.accepted == expected { rightAtLast += 1 }
    }
    #expect(right >= 80)
    #expect(rightAtLast >= 95)
  }

  @Test("A search that may not start again gives up at the first wrong verdict that it finds out", arguments: [1, 4])
  func givingUp(jobs: Int) async throws {
    let rates = FlakeRates(falseFail: 0.1, falsePass: 0.02)
    for seed in UInt64(0)..<20 {
      let instance = Instance(candidates: 60, conflicts: 3, seed: seed)
      var search = MaximalSetSearch(instance.space, jobs: jobs, reliability: .unknown)
      let patient = try await search.run(against: FlakyOracle(instance.oracle, rates: rates, seed: seed))
      search.mostRestarts = 0
      let hasty = FlakyOracle(instance.oracle, rates: rates, seed: seed)
      if patient.effort.restarts == 0 {
        #expect(try await search.run(against: hasty) == patient)
      } else {
        await #expect(throws: SearchError.tooFlaky(restarts: 0)) { try await search.run(against: hasty) }
      }
    }
  }
}
