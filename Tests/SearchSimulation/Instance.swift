import Search

/// A service of which only the numbers are given: how many candidates, how many conflicts.
public struct Instance: Sendable {
  /// What may be chosen from; no candidate shares an effect.
  public let space: SearchSpace
  /// The service.
  public let oracle: MonotoneOracle
  /// What is right to keep.
  public let expected: [Int]
  private let seed: UInt64

  /// The instance number `seed` of those with `conflicts` among `candidates`: each a single breaker or, at the rate
  /// `interaction` (0...1), a pair (80 %) or a triple.
  public init(candidates: Int, conflicts: Int, interaction: Double = 0, seed: UInt64) {
    self.seed = seed &* 1_000_003 &+ UInt64(candidates * 1000 + conflicts)
    var random = SeededGenerator(seed: self.seed)
    var sets: [EffectSet] = []
    while sets.count < conflicts {
      let size = random.chance(interaction) ? (random.chance(0.8) ? 2 : 3) : 1
      let conflict = EffectSet(random.sample(size, of: Array(0..<candidates)))
      if size > 1 || !sets.contains(conflict) { sets.append(conflict) }
    }
    space = SearchSpace(independent: candidates)
    oracle = MonotoneOracle(conflicts: sets)
    expected = oracle.greedy(space)
  }

  /// Hints that name each breaker at the rate `recall` (0...1) and `falseAlarms` others, all with the chance 0.8.
  public func hints(recall: Double, falseAlarms: Int) -> [Int: Double] {
    var random = SeededGenerator(seed: ~seed)
    let kept = Set(expected)
    let named = space.candidates.indices.filter { !kept.contains($0) && random.chance(recall) }
    return Dictionary(uniqueKeysWithValues: (named + random.sample(falseAlarms, of: expected)).map { ($0, 0.8) })
  }
}
