/// Finds the largest set of candidates that an oracle passes, in preference order, with few trials and a proof.
///
/// Every strategy keeps the same set: the one that trying candidate after candidate would keep. The search is
/// deterministic; the same space, settings and answers give the same trials in the same order.
public struct MaximalSetSearch: Sendable {
  /// How the next trial is chosen.
  public enum Strategy: String, Hashable, Sendable, CaseIterable, Codable {
    /// One candidate at a time.
    case linear
    /// Groups sized by what is believed and known.
    case adaptive
  }

  /// What may be chosen from.
  public var space: SearchSpace
  /// How the next trial is chosen; the result is the same.
  public var strategy: Strategy
  /// How many trials can run side by side, at least 1; `linear` runs one at a time whatever this says.
  public var jobs: Int
  /// By rank, the chance (0...1) that a candidate breaks something, where anybody knows better than the prior. Hints change
  /// the cost, never the result.
  public var hints: [Int: Double]
  /// Ranks of candidates with which the service needs less, such as a user of its own: where trials run side by side these
  /// are decided first, so that all others that come after them are tried together with them. That keeps the result equal
  /// to the run in preference order where the service is not monotone in this one way.
  public var foundations: Set<Int> = []
  /// What a failing trial costs, in passing ones; more than 1 where failing means hanging. It moves the cuts of a search
  /// with one job; side by side, a round lasts as long as its longest trial anyway.
  public var failureCost: Double
  /// What a single verdict is worth.
  public var reliability: Reliability
  /// Whether each rejected candidate is tried on top of the whole kept set, too. That is one trial more for each, and what
  /// makes the result maximal where the service is not monotone, where more restrictions can break less.
  public var isStrict: Bool
  /// A set that passed, and failed elsewhere: a steady search looks first for what in it makes the service work every other
  /// time only.
  public var suspicion: EffectSet?
  /// How often a wrong verdict may be found out before the search gives up.
  public var mostRestarts = 100
  /// Is told in one line, before each round, which sets are tried and why.
  public var explain: @Sendable (String) -> Void = { _ in }

  /// A search of `space` with the usual settings.
  public init(
    _ space: SearchSpace, strategy: Strategy = .adaptive, jobs: Int = 1, hints: [Int: Double] = [:],
    failureCost: Double = 1, reliability: Reliability = .exact, isStrict: Bool = false
  ) {
    self.space = space
    self.strategy = strategy
    self.jobs = jobs
    self.hints = hints
    self.failureCost = failureCost
    self.reliability = reliability
    self.isStrict = isStrict
  }

  /// Searches. `records` holds the trials of an interrupted run of this same search, in their order; none of them is run
  /// again.
  ///
  /// Throws what `oracle` throws, `CancellationError` when the task is cancelled, `SearchError` when it cannot come to an
  /// end.
  public func run(against oracle: any Oracle, replaying records: [RecordedTrial] = []) async throws -> SearchResult {
    precondition(jobs >= 1, "a search needs at least one job")
    let session = OracleSession(
      space: space, jobs: jobs, oracle: oracle, reliability: reliability, mostRestarts: mostRestarts,
      replay: Replay(records), explain: explain)
    if let suspicion { try await session.look(into: suspicion) }
    while true {
      do {
        let selection = try await select(session)
        let certificate =
          isStrict
          ? try await Strict(session: session).certificate(for: selection) : session.certificate(for: selection)
        return SearchResult(certificate: certificate, effort: session.effort)
      } catch is RefutedClaim {
        try await session.resolveDoubt()
        try session.startAgain()
      }
    }
  }

  private func select(_ session: OracleSession) async throws -> Selection {
    switch strategy {
    case .linear:
      return try await Linear(session: session).run()
    case .adaptive where jobs > 1:
      var parallel = Parallel(session: session, hints: hints, foundations: foundations)
      return try await parallel.run()
    case .adaptive:
      var nested = Nested(session: session, hints: hints, target: Cut.target(failureCost: failureCost))
      return try await nested.run()
    }
  }
}

/// Why a search has no result.
public enum SearchError: Error, Hashable, CustomStringConvertible {
  /// Verdicts changed so often that nothing can be said.
  case tooFlaky(restarts: Int)

  /// One sentence that says what to do.
  public var description: String {
    switch self {
    case .tooFlaky(let restarts):
      "the verdicts changed so often that the search started again \(restarts) times; make the health check more reliable"
    }
  }
}
