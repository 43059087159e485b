import Glibc

/// What stands between a strategy and the oracle: knowledge before trials, recorded trials before new ones, repetition
/// where a claim needs it, and the count of it all.
final class Inquiry {
  let space: SearchSpace
  /// How many trials a round may hold.
  let jobs: Int
  private let oracle: any Oracle
  private var replay: Replay
  private var reliability: Reliability
  private var tallies: [EffectSet: Tally] = [:]
  private(set) var knowledge = Knowledge()
  private(set) var effort = Effort()

  init(space: SearchSpace, jobs: Int, oracle: any Oracle, reliability: Reliability, replay: Replay) {
    self.space = space
    self.jobs = jobs
    self.oracle = oracle
    self.reliability = reliability
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
      if let verdict = tallies[set].flatMap(verdict(of:)) {
        knowledge.learn(set, verdict)
      } else if round.count < jobs {
        round.append(set)
      }
    }
    let outcomes = try await run(round)
    for (set, outcome) in zip(round, outcomes) { knowledge.learn(set, outcome) }
  }

  /// Repeats what the claim "`set` passes" or "fails" rests on until it is sure.
  ///
  /// `suspicion` raises what a pass must weigh: breaker after breaker makes the base itself suspect.
  /// Throws `Flip` when the claim turns out wrong.
  func confirm(_ set: EffectSet, _ claim: Outcome, suspicion: Int = 0, isFinal: Bool = false) async throws {
    let witness = claim == .passed ? knowledge.witnessOfPass(set) : knowledge.witnessOfFailure(set)
    guard let witness, !witness.isEmpty, needsConfirmation(isFinal: isFinal) else { return }
    if reliability == .steady {
      try await repeatTrial(of: witness)
      guard tallies[witness, default: Tally()].fails == 0 else {
        reliability = .unknown
        throw Flip()
      }
      return
    }
    while true {
      let evidence = tallies[witness, default: Tally()].evidence(at: rates)
      if abs(evidence) >= threshold(claim, suspicion: suspicion) {
        guard (evidence > 0) == (claim == .passed) else { throw Flip() }
        return
      }
      try await repeatTrial(of: witness)
    }
  }

  /// Forgets every conclusion and keeps what was recorded, so that the strategy can start again.
  func startAgain() {
    knowledge = Knowledge()
    effort.restarts += 1
  }

  // MARK: - Trials

  private func repeatTrial(of set: EffectSet) async throws {
    effort.repeats += 1
    _ = try await run([set])
  }

  /// Runs one round and records it. A void trial is run again, a few times; then it is inconclusive.
  private func run(_ sets: [EffectSet]) async throws -> [Outcome] {
    var outcomes = [Outcome](repeating: .void, count: sets.count)
    for _ in 0..<3 {
      let open = sets.indices.filter { outcomes[$0] == .void }
      guard !open.isEmpty else { break }
      for (index, outcome) in zip(open, try await answer(open.map { sets[$0] })) { outcomes[index] = outcome }
    }
    for (set, outcome) in zip(sets, outcomes) {
      if outcome == .passed { tallies[set, default: Tally()].passes += 1 }
      if outcome == .failed { tallies[set, default: Tally()].fails += 1 }
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

  // MARK: - Trust

  private var rates: FlakeRates {
    if case .flaky(let rates) = reliability { return rates.floored }
    return .assumed
  }

  private func verdict(of tally: Tally) -> Outcome? {
    guard tally != Tally() else { return nil }
    return tally.evidence(at: rates) > 0 ? .passed : .failed
  }

  private func needsConfirmation(isFinal: Bool) -> Bool {
    switch reliability {
    case .exact: false
    case .steady: isFinal
    case .flaky, .unknown: true
    }
  }

  private func threshold(_ claim: Outcome, suspicion: Int) -> Double {
    let error = 0.01
    if claim == .passed { return log(1 / error) * Double(1 + suspicion) }
    return log(Double(max(30, tallies.count)) / error)
  }
}
