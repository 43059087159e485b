/// For services that are not monotone: tries the whole kept set with each rejected candidate, whatever follows from other
/// trials. A candidate that passes is kept after all, the most wanted first, and the others are tried again with it.
struct Strict {
  let session: OracleSession

  /// The result with `selection`'s rejections tried on top of it.
  func certificate(for selection: Selection) async throws -> Certificate {
    var certificate = session.certificate(for: selection)
    while true {
      let kept = session.space.effects(of: certificate.accepted)
      let sets = certificate.rejections.map { kept.union(session.space.candidates[$0.candidate]) }
      session.reason = "each rejected candidate on top of all that is kept"
      let outcomes = try await session.verdicts(of: sets)
      if let place = outcomes.firstIndex(of: .passed) {
        certificate.accepted = (certificate.accepted + [certificate.rejections.remove(at: place).candidate]).sorted()
        certificate.passing = sets[place]
        continue
      }
      for (place, outcome) in outcomes.enumerated().reversed() {
        if outcome == .failed {
          certificate.rejections[place].failingOnTop = sets[place]
        } else {
          certificate.undecided = (certificate.undecided + [certificate.rejections.remove(at: place).candidate])
            .sorted()
        }
      }
      return certificate
    }
  }
}
