import LabTesting
import Sandboxing
import Search
import Testing

/// Finds the sandboxes of services of which everything is known, in real labs.
@Suite(
  "The true sandbox of a needy is found", .serialized, .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"),
  .enabled(if: TestSystem.table != nil, "what restrictions deny was not measured on this version of systemd"))
struct TruthTests {
  @Test("among booleans and ladders", arguments: TestSystem.seeds(usually: 3), MaximalSetSearch.Strategy.allCases)
  func booleansAndLadders(seed: UInt64, strategy: MaximalSetSearch.Strategy) async throws {
    try await expectTruth(among: Catalogue.booleansAndLadders, seed: seed) { $0.strategy = strategy }
  }

  @Test("in the whole catalogue, down to single system calls", arguments: TestSystem.seeds(usually: 2))
  func everything(seed: UInt64) async throws {
    let sets = Catalogue.directives.filter(\.rungs.isEmpty).map { [$0] }
    let ladders = Catalogue.directives.filter { !$0.rungs.isEmpty }
    try await expectTruth(among: Catalogue.directives, inTurns: sets + [ladders], seed: seed) {
      $0.scope.depth = .syscalls
      // Every other service drops to an ordinary user, and is tried as that; the others are tried as nobody in particular.
      $0.observed = NeedyTree.observation(user: seed.isMultiple(of: 2) ? nil : "nobody")
    }
  }
}
