import Search

/// A service that is known through and through: it breaks when, and only when, a set holds one of its conflicts.
public struct MonotoneOracle: Oracle {
  /// The sets that break it.
  public let conflicts: [EffectSet]

  /// A service that breaks under each of `conflicts` and everything that holds one.
  public init(conflicts: [EffectSet]) { self.conflicts = conflicts }

  /// Whether the service works under `set`.
  public func bears(_ set: EffectSet) -> Bool { !conflicts.contains { $0.isSubset(of: set) } }

  /// Answers as the service does, at once.
  public func test(_ sets: [EffectSet]) async throws -> [Outcome] { sets.map { bears($0) ? .passed : .failed } }

  /// What trying candidate after candidate keeps, computed without the search.
  public func greedy(_ space: SearchSpace) -> [Int] {
    var kept = EffectSet()
    return space.candidates.indices.filter { candidate in
      let next = kept.union(space.candidates[candidate])
      guard bears(next) else { return false }
      kept = next
      return true
    }
  }
}
