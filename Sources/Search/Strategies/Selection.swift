/// What a strategy has decided so far.
struct Selection {
  /// Ranks of the accepted candidates, ascending.
  var accepted: [Int] = []
  /// Ranks of the rejected candidates, in the order in which that was found.
  var rejected: [Int] = []
  /// Ranks of the candidates of which no trial could tell.
  var undecided: Set<Int> = []

  /// Accepts more candidates, in any order.
  mutating func accept(_ candidates: some Sequence<Int>) {
    accepted.append(contentsOf: candidates)
    accepted.sort()
  }

  /// The accepted candidates that are wanted more than `candidate`.
  func accepted(before candidate: Int) -> ArraySlice<Int> { accepted.prefix { $0 < candidate } }
}

extension OracleSession {
  /// Puts together what proves `selection`, all of it already known.
  func certificate(for selection: Selection) -> Certificate {
    let kept = space.effects(of: selection.accepted)
    let rejections = selection.rejected.sorted().compactMap { candidate -> Certificate.Rejection? in
      let allowed = space.effects(of: selection.accepted(before: candidate)).union(space.candidates[candidate])
      return knowledge.witnessOfFailure(allowed).map { .init(candidate: candidate, failing: $0) }
    }
    return Certificate(
      accepted: selection.accepted, passing: knowledge.witnessOfPass(kept) ?? [], rejections: rejections,
      undecided: selection.undecided.sorted())
  }
}
