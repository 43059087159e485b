import Search

/// A random space with a random monotone service and hints, all from one seed.
public struct World {
  /// What may be chosen from.
  public let space: SearchSpace
  /// The service.
  public let oracle: MonotoneOracle
  /// Right, wrong and missing hints in every mixture.
  public let hints: [Int: Double]

  /// The world that belongs to `seed`.
  public init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let count = [1, 2, 3, 5, 8, 13, 30, 60].randomElement(using: &random) ?? 1
    space = SearchSpace(Self.candidates(count, structured: random.chance(0.5), using: &random))
    let effects = Array(space.effects(of: space.candidates.indices))
    let most = [2, 6, 14].randomElement(using: &random) ?? 2
    let interaction = [0.0, 0.3, 0.7, 1.0].randomElement(using: &random) ?? 0.0
    var conflicts: [EffectSet] = []
    for _ in 0..<Int.random(in: 0...min(count, most), using: &random) {
      let size = random.chance(interaction) ? (random.chance(0.8) ? 2 : 3) : 1
      conflicts.append(EffectSet(random.sample(size, of: effects)))
    }
    oracle = MonotoneOracle(conflicts: conflicts)
    let hinted = random.sample(Int.random(in: 0...count, using: &random), of: Array(0..<count))
    var hints: [Int: Double] = [:]
    for candidate in hinted { hints[candidate] = [0.02, 0.3, 0.6, 0.9, 1].randomElement(using: &random) }
    self.hints = hints
  }

  /// Hints that name what is not kept, and nothing else.
  public var rightHints: [Int: Double] {
    let kept = Set(oracle.greedy(space))
    return Dictionary(uniqueKeysWithValues: space.candidates.indices.filter { !kept.contains($0) }.map { ($0, 0.9) })
  }

  /// Hints that name what is kept, and nothing else.
  public var wrongHints: [Int: Double] {
    Dictionary(uniqueKeysWithValues: oracle.greedy(space).map { ($0, 0.9) })
  }

  /// Whether the trials of `certificate` come out as it says.
  public func confirms(_ certificate: Certificate) -> Bool {
    oracle.bears(certificate.passing) && certificate.rejections.allSatisfy { !oracle.bears($0.failing) }
  }

  /// Candidates of which some are rungs of ladders (each holds the one below) and some are groups, wanted before their
  /// members.
  private static func candidates(
    _ count: Int, structured: Bool, using random: inout SeededGenerator
  ) -> [EffectSet] {
    var candidates: [EffectSet] = []
    var nextEffect = 0
    while candidates.count < count {
      let room = count - candidates.count
      switch structured ? Int.random(in: 0..<3, using: &random) : 0 {
      case 1:
        for height in 1...min(room, Int.random(in: 2...4, using: &random)) {
          candidates.append(EffectSet(nextEffect..<nextEffect + height))
        }
        nextEffect += 4
      case 2:
        let members = Int.random(in: 2...5, using: &random)
        let group = EffectSet(nextEffect..<nextEffect + members)
        candidates += ([group] + (0..<members).map { [nextEffect + $0] }).prefix(room)
        nextEffect += members
      default:
        candidates.append([nextEffect])
        nextEffect += 1
      }
    }
    return candidates
  }
}
