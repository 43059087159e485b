/// What a search may choose from: candidates in preference order, the most wanted first, each a set of effects.
///
/// Structure lives in the effects alone. A rung of a ladder contains the effects of the rungs below it and a group those
/// of its members; with lower rungs and groups first, the search settles a rung above a rejected one, and the members of
/// a kept group, without a trial.
public struct SearchSpace: Sendable {
  /// The effects of each candidate, by its rank.
  public let candidates: [EffectSet]

  /// A space of `candidates` in preference order.
  public init(_ candidates: [EffectSet]) { self.candidates = candidates }

  /// A space of `count` candidates that share no effect.
  public init(independent count: Int) { candidates = (0..<count).map { [$0] } }

  /// How many candidates there are.
  public var count: Int { candidates.count }

  /// The effects that `selection`, a number of candidates' ranks, has together.
  public func effects(of selection: some Sequence<Int>) -> EffectSet {
    selection.reduce(into: EffectSet()) { $0.formUnion(candidates[$1]) }
  }

  /// The ranks of all candidates whose effects are in `set`: the fullest way of writing it.
  public func candidates(within set: EffectSet) -> [Int] {
    candidates.indices.filter { candidates[$0].isSubset(of: set) }
  }
}
