import Sandboxing

/// What a healthy run, and the unit itself, let one expect of restrictions, by what the catalogue says of each. Hints change
/// how many trials a search needs, never what it finds.
struct Hints {
  private let candidates: [Candidate]
  private let facts: BaselineFacts
  private let expected: Set<Restriction>

  /// Hints about candidates for a service that was seen like this, on this context. What an earlier run kept is expected
  /// to pass again.
  init(
    for candidates: [Candidate], after runtime: RuntimeObservation, on context: ServiceContext,
    expecting expected: Sandbox = .empty
  ) {
    self.candidates = candidates
    facts = BaselineFacts(runtime, on: context, trying: candidates)
    self.expected = Set(expected.restrictions)
  }

  /// By rank, the chance that a candidate breaks something, where more is known than the prior.
  var probabilities: [Int: Double] {
    let pairs = candidates.enumerated().compactMap { rank, candidate in
      likelihood(of: candidate).map { (rank, $0.rawValue) }
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  private func likelihood(of candidate: Candidate) -> Likelihood? {
    expected.contains(candidate.restriction) ? .unlikely : Catalogue.likelihood(of: candidate, knowing: facts)
  }
}
