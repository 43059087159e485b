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
