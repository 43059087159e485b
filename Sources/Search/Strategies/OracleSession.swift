/// What stands between a strategy and the oracle: knowledge before trials, recorded trials before new ones, repetition
/// where a claim needs it, and the count of it all.
final class OracleSession {
  let space: SearchSpace
  /// How many trials a round may hold.
  let jobs: Int
  private let oracle: any Oracle
  private let mostRestarts: Int
  /// Is told why the next sets are tried, before they are.
  private let explain: @Sendable (String) -> Void
  /// What the next sets are to tell.
  var reason = ""
  private var replay: Replay
  private var trust: Trust
  private var tallies: [EffectSet: Tally] = [:]
  /// The sets that have a tally, in the order in which they were first run.
  private var order: [EffectSet] = []
  /// Sets whose last trial proved nothing although it was run twice.
  private var mute: Set<EffectSet> = []
  /// Sets that end in what unsettles the service: they fail, though they pass at times.
  private var unsettling: [EffectSet] = []
  private(set) var knowledge = Knowledge()
  private(set) var effort = Effort()

  init(
    space: SearchSpace, jobs: Int, oracle: any Oracle, reliability: Reliability = .exact, mostRestarts: Int = 0,
    replay: Replay = Replay([]), explain: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.explain = explain
    self.space = space
    self.jobs = jobs
    self.mostRestarts = mostRestarts
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

  /// Tries, in one round, the first of `sets` of which nothing is known, as many as there are jobs; in several where all of
  /// them will be asked anyway.
  ///
  /// What the `urgent` claims rest on is repeated before anything new is tried, what the `spare` ones rest on where jobs are
  /// left over. Throws `RefutedClaim` when a claim has turned out wrong.
  func askAll(
    _ sets: [EffectSet], rounds: Int = 1, urgent: [Claim] = [], spare: [Claim] = []
  ) async throws {
    let slots = jobs * rounds
    let first = try repetitions(for: urgent, slots: slots)
    var new: [EffectSet] = []
    for set in sets where implied(set) == nil && !new.contains(set) {
      if let verdict = tallies[set].flatMap(trust.verdict(of:)) {
        knowledge.learn(set, verdict)
      } else if mute.contains(set) {
        knowledge.learn(set, .inconclusive)
      } else if first.count + new.count < slots {
        new.append(set)
      }
    }
    let last = try repetitions(for: spare, slots: max(0, jobs - first.count - new.count))
    effort.repeats += first.count + last.count
    if !(first + last).isEmpty { reason += "; \(first.count + last.count) repeated, because verdicts may change" }
    let outcomes = try await run(first + new + last)
    for (set, outcome) in zip(new, outcomes.dropFirst(first.count)) { knowledge.learn(set, outcome) }
  }

  /// Repeats what each of `claims` rests on until all are sure. Throws `RefutedClaim` when one turns out wrong.
  func confirm(_ claims: [Claim]) async throws {
    while true {
      let round = try repetitions(for: claims, slots: jobs)
      guard !round.isEmpty else { return }
      reason = "what the result rests on is repeated until it is sure"
      effort.repeats += round.count
      _ = try await run(round)
    }
  }

  /// What each of `sets` does by itself, whatever follows from other trials; a pass is repeated until it is sure.
  func verdicts(of sets: [EffectSet]) async throws -> [Outcome] {
    var outcomes = sets.map { tallies[$0].flatMap(trust.verdict(of:)) }
    var open = sets.indices.filter { outcomes[$0] == nil }
    while !open.isEmpty {
      let round = open.prefix(jobs)
      for (index, outcome) in zip(round, try await run(round.map { sets[$0] })) { outcomes[index] = outcome }
      open.removeFirst(round.count)
    }
    for index in sets.indices where outcomes[index] == .passed {
      outcomes[index] = try await isSure(of: .isKept(sets[index])) ? .passed : .failed
    }
    return outcomes.map { $0 ?? .inconclusive }
  }

  /// Repeats the very set of `claim` until it is sure or refuted.
  private func isSure(of claim: Claim) async throws -> Bool {
    do {
      while !mute.contains(claim.set) {
        let missing = try trust.missingRuns(of: claim.set, for: claim, after: tallies[claim.set, default: Tally()])
        guard missing > 0 else { return true }
        effort.repeats += min(missing, jobs)
        _ = try await run(Array(repeating: claim.set, count: min(missing, jobs)))
      }
      return true
    } catch is RefutedClaim {
      return false
    }
  }

  /// The sets to run again, at most `slots`, so that the earliest claims become sure; a set may be due more than once.
  private func repetitions(for claims: [Claim], slots: Int) throws -> [EffectSet] {
    guard trust.isLimited else { return [] }
    var round: [EffectSet] = []
    for claim in claims {
      let witness =
        claim.verdict == .passed ? knowledge.witnessOfPass(claim.set) : knowledge.witnessOfFailure(claim.set)
      guard let witness, !witness.isEmpty, !mute.contains(witness) else { continue }
      let missing = try trust.missingRuns(of: witness, for: claim, after: tallies[witness, default: Tally()])
      round += Array(repeating: witness, count: min(missing, slots - round.count))
    }
    return round
  }

  /// Forgets every conclusion and keeps what was recorded, so that the strategy can start again.
  func startAgain() throws {
    knowledge = Knowledge()
    for set in unsettling { knowledge.learn(set, .failed) }
    effort.restarts += 1
    if effort.restarts > mostRestarts { throw SearchError.tooFlaky(restarts: mostRestarts) }
  }

  /// Draws the conclusions again from what was recorded, the best proved first, so that the strategy can go on.
  func reconsider() throws {
    try startAgain()
    let strength = order.map { abs(tallies[$0, default: Tally()].evidence(at: trust.rates)) }
    for index in order.indices.sorted(by: { (strength[$1], $0) < (strength[$0], $1) }) {
      if let verdict = tallies[order[index]].flatMap(trust.verdict(of:)) { knowledge.learn(order[index], verdict) }
    }
  }

  /// Finds out what is to blame where a service that was believed not to flake has contradicted itself. If it is the set, the
  /// candidate in it that unsettles the service is looked for: with it, the set fails for good.
  func resolveDoubt() async throws {
    guard let contradicted = trust.contradicted else { return }
    let culprit = try await culprit(in: contradicted)
    trust.endDoubt(isSteady: culprit != nil)
    guard let culprit else { return }
    unsettling.append(culprit)
    knowledge.learn(culprit, .failed)
    // What passed under it was lucky.
    for set in order where culprit.isSubset(of: set) { tallies[set]?.passes = 0 }
    order.removeAll { tallies[$0]?.runs == 0 }
    tallies = tallies.filter { $0.value.runs > 0 }
    tallies[culprit, default: Tally()].fails += 1
    if !order.contains(culprit) { order.append(culprit) }
  }

  /// Looks into a set that is known to have passed and failed, as if it had been contradicted in this search.
  func look(into set: EffectSet) async throws {
    do { try trust.doubt(about: set) } catch { try await resolveDoubt() }
  }

  /// The first candidates of a set, in order of preference, up to one that makes the service work every other time only;
  /// nil where the service is to blame.
  private func culprit(in set: EffectSet) async throws -> EffectSet? {
    guard unsettling.count < Doubt.mostCulprits else { return nil }
    reason = "a set has passed and failed: what in it unsettles the service?"
    let whole = try await runs(of: set)
    guard Doubt.isUnsettled(whole) == true else { return nil }
    guard try await passes(EffectSet(), times: Doubt.runsWithout) else { return nil }
    let members = space.candidates.filter { $0.isSubset(of: set) }
    let part = { (count: Int) in members.prefix(count).reduce(into: EffectSet()) { $0.formUnion($1) } }
    var (passing, failing) = (0, members.count)
    while failing - passing > 1 {
      let middle = (passing + failing) / 2
      if try await passes(part(middle), times: Doubt.runsOfPart(of: whole)) {
        passing = middle
      } else {
        failing = middle
      }
    }
    guard failing < members.count else { return set }
    return Doubt.isUnsettled(try await runs(of: part(failing))) == true ? part(failing) : nil
  }

  /// Runs a set until it is clear whether it unsettles the service.
  private func runs(of set: EffectSet) async throws -> Tally {
    var tally = Tally()
    while Doubt.isUnsettled(tally) == nil, try await sample(set, jobs, into: &tally) {}
    return tally
  }

  private func passes(_ set: EffectSet, times: Int) async throws -> Bool {
    var tally = Tally()
    while tally.runs < times, tally.fails == 0, try await sample(set, min(jobs, times - tally.runs), into: &tally) {}
    return tally.fails == 0
  }

  /// Runs a set so often; false where that tells nothing.
  private func sample(_ set: EffectSet, _ count: Int, into tally: inout Tally) async throws -> Bool {
    let outcomes = try await answer(Array(repeating: set, count: count))
    effort.repeats += count
    for outcome in outcomes { tally.count(outcome) }
    return !outcomes.contains(.inconclusive)
  }

  // MARK: - Trials

  /// Runs one round and records it; an inconclusive trial is run once more. Throws `RefutedClaim` when the first trial wavers of a
  /// service that was believed not to flake.
  private func run(_ sets: [EffectSet]) async throws -> [Outcome] {
    var outcomes = try await answer(sets)
    let open = outcomes.indices.filter { outcomes[$0] == .inconclusive }
    for (index, outcome) in zip(open, try await answer(open.map { sets[$0] })) { outcomes[index] = outcome }
    // What is known to pass at times only does not pass.
    for index in sets.indices
    where outcomes[index] == .passed && unsettling.contains(where: { $0.isSubset(of: sets[index]) }) {
      outcomes[index] = .failed
    }
    for (set, outcome) in zip(sets, outcomes) {
      if outcome == .inconclusive { mute.insert(set) }
      let old = tallies[set]
      var new = old ?? Tally()
      new.count(outcome)
      guard new.runs > 0 else { continue }
      if old == nil { order.append(set) }
      tallies[set] = new
      trust.observe(old ?? Tally(), new)
    }
    if let index = outcomes.firstIndex(of: .wavering) { try trust.doubt(about: sets[index]) }
    return outcomes.map { $0 == .wavering ? .failed : $0 }
  }

  /// The recorded answers where there are any, the oracle's for the rest.
  private func answer(_ sets: [EffectSet]) async throws -> [Outcome] {
    try Task.checkCancellation()
    var outcomes = sets.map { replay.next($0) }
    let open = sets.indices.filter { outcomes[$0] == nil }
    effort.replayed += sets.count - open.count
    if !open.isEmpty {
      let sizes = open.map { "\(sets[$0].count)" }.joined(separator: ", ")
      explain("\(open.count == 1 ? "a set" : "\(open.count) sets") of \(sizes) effects: \(reason)")
      let answers = try await oracle.test(open.map { sets[$0] })
      precondition(answers.count == open.count, "an oracle answers every set it is asked about")
      effort.rounds += (open.count + jobs - 1) / jobs
      effort.trials += open.count
      for (index, answer) in zip(open, answers) { outcomes[index] = answer }
    }
    return outcomes.map { $0 ?? .inconclusive }
  }
}
