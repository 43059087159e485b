import LabTesting
import Sandboxing
import Search
import Testing
import Workflows

/// Finds the sandboxes of services of which everything is known, in real labs.
@Suite(
  "The true sandbox of a needy is found", .serialized, .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"),
  .enabled(if: TestSystem.table != nil, "what restrictions deny was not measured on this version of systemd"))
struct TruthTests {
  @Test("among booleans and ladders", arguments: TestSystem.seeds(usually: 2), MaximalSetSearch.Strategy.allCases)
  func booleansAndLadders(seed: UInt64, strategy: MaximalSetSearch.Strategy) async throws {
    try await expectTruth(among: Catalogue.booleansAndLadders, seed: seed) { $0.strategy = strategy }
  }

  @Test("in the whole catalogue, down to single system calls", arguments: TestSystem.seeds(usually: 2))
  func everything(seed: UInt64) async throws { try await expectTruthInEverything(seed: seed) }

  @Test("in the whole catalogue, where each system call is for itself", arguments: TestSystem.seeds(usually: 1))
  func withoutMargin(seed: UInt64) async throws {
    try await expectTruthInEverything(seed: seed) { $0.scope.keepsSiblings = false }
  }

  @Test("in the whole catalogue, with an empty root", arguments: TestSystem.seeds(usually: 1))
  func emptyRoot(seed: UInt64) async throws {
    try await expectTruthInEverything(seed: seed) {
      $0.scope.depth = .groups
      $0.scope.fileSystem = .allowList
    }
  }

  private func expectTruthInEverything(
    seed: UInt64, adapting adapt: @Sendable (inout FindRequest) -> Void = { _ in }
  ) async throws {
    let sets = Catalogue.directives.filter(\.rungs.isEmpty).map { [$0] }
    let ladders = Catalogue.directives.filter { !$0.rungs.isEmpty }
    try await expectTruth(among: Catalogue.directives, inTurns: sets + [ladders], seed: seed) {
      $0.scope.depth = .syscalls
      // Every other service drops to an ordinary user, and is tried as that; the others are tried as nobody in particular.
      $0.observed = NeedyTree.observation(user: seed.isMultiple(of: 2) ? nil : "nobody")
      adapt(&$0)
    }
  }
}
