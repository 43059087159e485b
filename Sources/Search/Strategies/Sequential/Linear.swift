import Glibc

/// One candidate after the other in preference order: what a person would do, and what every other strategy is measured
/// by. As many trials as there are candidates, fewer where their effects overlap.
struct Linear {
  let session: OracleSession

  /// Log odds against a breaker: about one candidate of twenty is one.
  private static let surprise = log(20.0)

  func run() async throws -> Selection {
    var selection = Selection()
    var kept = EffectSet()
    var streak = 0
    for candidate in session.space.candidates.indices {
      let next = kept.union(session.space.candidates[candidate])
      let isSettled = session.implied(next) != nil
      session.reason = "candidate \(candidate) on top of all that is kept"
      switch try await session.ask(next) {
      case .passed:
        selection.accept([candidate])
        kept = next
        streak = 0
      case .failed, .wavering:
        if !isSettled {
          try await session.confirm([
            .passes(kept, surprise: Self.surprise * Double(streak)), .fails(next, surprise: Self.surprise),
          ])
          streak += 1
        }
        selection.rejected.append(candidate)
      case .inconclusive:
        selection.undecided.insert(candidate)
      }
    }
    try await session.confirm([.isKept(kept)])
    return selection
  }
}
