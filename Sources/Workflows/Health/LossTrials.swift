import Sandboxing
import Search
import Trials
import Uses

/// Tells for each of some losses whether a service passes under it: those that most likely break something by themselves,
/// all others together, in halves of halves where they do not pass.
struct LossTrials {
  private let losses: [Loss]
  private let sets: [EffectSet]
  private let likely: Set<Int>
  private let jobs: Int

  init(of losses: [Loss], in universe: Universe, hints: Hints, jobs: Int) {
    self.losses = losses
    self.jobs = max(1, jobs)
    let numbers = Dictionary(
      uniqueKeysWithValues: universe.candidates.enumerated().map { ($0.element.restriction, $0.offset) })
    let ranks = losses.map { $0.restrictions.compactMap { numbers[$0] } }
    sets = ranks.map { universe.space.effects(of: $0) }
    let probabilities = hints.probabilities
    likely = Set(
      losses.indices.filter { index in ranks[index].contains { (probabilities[$0] ?? 0) >= Likelihood.evens.rawValue } }
    )
  }

  /// Runs the trials.
  ///
  /// - Returns: the losses of which they could tell.
  func run(against oracle: TrialOracle) async throws -> [(loss: Loss, answer: LossAnswer)] {
    var answers: [Int: LossAnswer] = [:]
    let rest = losses.indices.filter { !likely.contains($0) }
    var groups = likely.sorted().map { [$0] } + (rest.isEmpty ? [] : [rest])
    while !groups.isEmpty {
      let round = Array(groups.prefix(jobs))
      let outcomes: [Outcome]
      do {
        outcomes = try await oracle.test(round.map(set))
      } catch is TrialOracle.Withdrawal {
        continue
      }
      groups.removeFirst(round.count)
      for (group, outcome) in zip(round, outcomes) {
        if outcome == .passed {
          for index in group { answers[index] = .passed }
        } else if group.count > 1 {
          groups += [Array(group.prefix(group.count / 2)), Array(group.dropFirst(group.count / 2))]
        } else if outcome != .inconclusive, let evidence = await oracle.evidence(for: set(group)) {
          answers[group[0]] = .failed(evidence)
        }
      }
    }
    return losses.indices.compactMap { index in answers[index].map { (losses[index], $0) } }
  }

  private func set(_ group: [Int]) -> EffectSet { group.reduce(into: EffectSet()) { $0.formUnion(sets[$1]) } }
}
