/// What stands between a strategy and the oracle: knowledge before trials, recorded trials before new ones, repetition
/// where a claim needs it, and the count of it all.
final class Inquiry {
  let space: SearchSpace
  /// How many trials a round may hold.
  let jobs: Int
  private let oracle: any Oracle
  private var replay: Replay
  private var trust: Trust
  private var tallies: [EffectSet: Tally] = [:]
  private(set) var knowledge = Knowledge()
  private(set) var effort = Effort()

  init(space: SearchSpace, jobs: Int, oracle: any Oracle, reliability: Reliability, replay: Replay) {
    self.space = space
    self.jobs = jobs
    self.oracle = oracle
    trust = Trust(reliability)
    self.replay = replay
  }

  /// What is known of `set` without a trial.
  func implied(_ set: EffectSet) -> Outcome? { knowledge.implied(set) }

  /// Whether `set` passes, fails or cannot be told; tried when it must be.
  func ask(_ set: EffectSet) async throws -> Outcome {
    try await askAll([set])
    return implied(set) ?? .inconclusive
  }

  /// Tries, in one round, the first of `sets` of which nothing is known, as many as there are jobs.
  func askAll(_ sets: [EffectSet]) async throws {
    var round: [EffectSet] = []
    for set in sets where implied(set) == nil && !round.contains(set) {
      if let verdict = tallies[set].flatMap(trust.verdict(of:)) {
        knowledge.learn(set, verdict)
      } else if round.count < jobs {
        round.append(set)
      }
    }
    let outcomes = try await run(round)
    for (set, outcome) in zip(round, outcomes) { knowledge.learn(set, outcome) }
  }

  /// Repeats what each of `claims` rests on until all are sure. Throws `Flip` when one turns out wrong.
  func confirm(_ claims: Claim...) async throws { try await confirm(claims) }

  /// Repeats what each of `claims` rests on until all are sure. Throws `Flip` when one turns out wrong.
  func confirm(_ claims: [Claim]) async throws {
    let resting = claims.compactMap { claim in
      let witness =
        claim.verdict == .passed ? knowledge.witnessOfPass(claim.set) : knowledge.witnessOfFailure(claim.set)
      return witness.flatMap { $0.isEmpty ? nil : Claim(set: $0, verdict: claim.verdict, surprise: claim.surprise) }
    }
    while true {
      var missing = try resting.map { try trust.missingRuns(for: $0, after: tallies[$0.set, default: Tally()]) }
      var round: [EffectSet] = []
      while round.count < jobs, missing.contains(where: { $0 > 0 }) {
        for index in missing.indices where missing[index] > 0 && round.count < jobs {
          missing[index] -= 1
          round.append(resting[index].set)
        }
      }
      guard !round.isEmpty else { return }
      effort.repeats += round.count
      _ = try await run(round)
    }
  }

  /// Forgets every conclusion and keeps what was recorded, so that the strategy can start again.
  func startAgain() {
    knowledge = Knowledge()
    effort.restarts += 1
  }

  // MARK: - Trials

  /// Runs one round and records it. A void trial is run again, a few times; then it is inconclusive.
  private func run(_ sets: [EffectSet]) async throws -> [Outcome] {
    var outcomes = [Outcome](repeating: .void, count: sets.count)
    for _ in 0..<3 {
      let open = sets.indices.filter { outcomes[$0] == .void }
      guard !open.isEmpty else { break }
      for (index, outcome) in zip(open, try await answer(open.map { sets[$0] })) { outcomes[index] = outcome }
    }
    for (set, outcome) in zip(sets, outcomes) {
      let old = tallies[set, default: Tally()]
      tallies[set, default: Tally()].count(outcome)
      trust.observe(old, tallies[set, default: Tally()])
    }
    return outcomes
  }

  /// The recorded answers where there are any, the oracle's for the rest.
  private func answer(_ sets: [EffectSet]) async throws -> [Outcome] {
    try Task.checkCancellation()
    var outcomes = sets.map { replay.next($0) }
    let open = sets.indices.filter { outcomes[$0] == nil }
    effort.replayed += sets.count - open.count
    if !open.isEmpty {
      let answers = try await oracle.test(open.map { sets[$0] })
      precondition(answers.count == open.count, "an oracle answers every set it is asked about")
      effort.rounds += 1
      effort.trials += open.count
      for (index, answer) in zip(open, answers) { outcomes[index] = answer }
    }
    return outcomes.map { $0 ?? .inconclusive }
  }
}
