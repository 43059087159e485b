import Search
import SearchSimulation
import Testing

@Suite("The same search asks for the same trials")
struct TrialOrderTests {
  struct Case: CustomTestStringConvertible {
    var strategy = MaximalSetSearch.Strategy.adaptive
    var jobs = 1
    var reliability = Reliability.exact
    var rates = FlakeRates(falseFail: 0, falsePass: 0)

    var testDescription: String { "\(strategy), \(jobs) jobs, \(reliability)" }

    static let flaky = FlakeRates(falseFail: 0.08, falsePass: 0.01)
    static let all = [
      Case(strategy: .linear), Case(), Case(jobs: 2), Case(jobs: 8),
      Case(strategy: .linear, reliability: .unknown, rates: flaky), Case(reliability: .unknown, rates: flaky),
      Case(jobs: 4, reliability: .unknown, rates: flaky),
    ]

    func search(_ space: SearchSpace) -> MaximalSetSearch {
      MaximalSetSearch(space, strategy: strategy, jobs: jobs, reliability: reliability)
    }
  }

  let instance = Instance(candidates: 50, conflicts: 4, interaction: 0.3, seed: 3)

  @Test("Twice the same run", arguments: Case.all)
  func determinism(case: Case) async throws {
    var runs: [[[RecordedTrial]]] = []
    for _ in 0..<2 {
      let oracle = RecordingOracle(FlakyOracle(instance.oracle, rates: `case`.rates, seed: 5))
      _ = try await `case`.search(instance.space).run(against: oracle)
      runs.append(await oracle.rounds)
    }
    #expect(runs[0] == runs[1])
  }

  @Test("A run that broke down goes on where it was and runs nothing twice", arguments: Case.all)
  func resuming(case: Case) async throws {
    let whole = RecordingOracle(FlakyOracle(instance.oracle, rates: `case`.rates, seed: 5))
    let expected = try await `case`.search(instance.space).run(against: whole)
    let trials = await whole.trials

    for lifetime in stride(from: 0, to: trials.count, by: 3) {
      let flaky = FlakyOracle(instance.oracle, rates: `case`.rates, seed: 5)
      let first = RecordingOracle(flaky, lifetime: lifetime)
      await #expect(throws: RecordingOracle.Breakdown.self) {
        try await `case`.search(instance.space).run(against: first)
      }
      let second = RecordingOracle(flaky)
      let records = await first.trials
      let resumed = try await `case`.search(instance.space).run(against: second, replaying: records)
      #expect(records + (await second.trials) == trials)
      #expect(resumed.certificate == expected.certificate)
      #expect(resumed.effort.replayed == records.count)
      #expect(resumed.effort.trials == trials.count - records.count)
    }
  }

  @Test(
    "A round holds no more sets than there are jobs, and no set twice while nothing is repeated",
    arguments: [1, 2, 4, 8])
  func rounds(jobs: Int) async throws {
    let oracle = RecordingOracle(instance.oracle)
    let result = try await MaximalSetSearch(instance.space, jobs: jobs).run(against: oracle)
    let rounds = await oracle.rounds
    #expect(rounds.allSatisfy { $0.count <= jobs })
    #expect(Set(rounds.joined().map(\.set)).count == rounds.joined().count)
    #expect(result.effort.rounds == rounds.count)
    #expect(result.effort.trials == rounds.joined().count)
  }

  @Test("More is asked at once only of suspects, whose trials do not depend on each other", arguments: [2, 4, 8])
  func suspects(jobs: Int) async throws {
    let instance = Instance(candidates: 200, conflicts: 60, seed: 4)
    let hints = instance.hints(recall: 1, falseAlarms: 0)
    let oracle = RecordingOracle(instance.oracle)
    let result = try await MaximalSetSearch(instance.space, jobs: jobs, hints: hints).run(against: oracle)
    let calls = await oracle.rounds
    let large = calls.filter { $0.count > jobs }
    #expect(!large.isEmpty)
    for trial in large.joined() {
      #expect(!Set(instance.space.candidates(within: trial.set)).isDisjoint(with: hints.keys))
    }
    #expect(result.accepted == instance.expected)
    #expect(result.effort.rounds == calls.reduce(0) { $0 + ($1.count + jobs - 1) / jobs })
  }
}
