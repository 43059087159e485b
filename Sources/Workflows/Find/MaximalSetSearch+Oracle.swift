import Search

extension MaximalSetSearch {
  /// Searches, again from the answers that stand whenever some were withdrawn.
  func result(against oracle: TrialOracle) async throws -> SearchResult {
    while true {
      do {
        var found = try await run(against: oracle, replaying: oracle.records)
        try await oracle.settle()
        (found.effort.trials, found.effort.rounds) = await (oracle.trials, oracle.rounds)
        return found
      } catch is TrialOracle.Withdrawal {
        continue
      }
    }
  }
}
