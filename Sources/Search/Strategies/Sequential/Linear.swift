import Glibc

/// One candidate after the other in preference order: what a person would do, and what every other strategy is measured
/// by. As many trials as there are candidates, fewer where their effects overlap.
struct Linear {
  let inquiry: Inquiry

  func run() async throws -> Selection {
    var selection = Selection()
    var kept = EffectSet()
    var streak = 0
    for candidate in inquiry.space.candidates.indices {
      let next = kept.union(inquiry.space.candidates[candidate])
      let isSettled = inquiry.implied(next) != nil
      switch try await inquiry.ask(next) {
      case .passed:
        selection.accept([candidate])
        kept = next
        streak = 0
      case .failed:
        if !isSettled {
          try await inquiry.confirm(.passes(kept, surprise: log(20) * Double(streak)), .fails(next, surprise: log(20)))
          streak += 1
        }
        selection.rejected.append(candidate)
      case .inconclusive, .void:
        selection.undecided.insert(candidate)
      }
    }
    try await inquiry.confirm(.isKept(kept))
    return selection
  }
}
