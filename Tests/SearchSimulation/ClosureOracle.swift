import Search

/// An oracle that is a function of the set.
public struct ClosureOracle: Oracle {
  private let answer: @Sendable (EffectSet) async throws -> Outcome

  /// Answers what `answer` returns, and throws what it throws.
  public init(_ answer: @escaping @Sendable (EffectSet) async throws -> Outcome) { self.answer = answer }

  /// Answers one set after the other.
  public func test(_ sets: [EffectSet]) async throws -> [Outcome] {
    var outcomes: [Outcome] = []
    for set in sets { outcomes.append(try await answer(set)) }
    return outcomes
  }
}
