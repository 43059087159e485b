import LabTesting
import Sandboxing
import Search
import Testing

/// Finds the sandboxes of services of which everything is known, in real labs.
@Suite(
  "The true sandbox of a needy is found", .serialized, .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"),
  .enabled(if: TestSystem.table != nil, "what restrictions deny was not measured on this version of systemd"))
struct TruthTests {
  @Test("among booleans and ladders", arguments: TestSystem.seeds, MaximalSetSearch.Strategy.allCases)
  func booleansAndLadders(seed: UInt64, strategy: MaximalSetSearch.Strategy) async throws {
    try await expectTruth(among: Catalogue.booleansAndLadders, seed: seed) { $0.strategy = strategy }
  }

  @Test("among capabilities, address families and namespaces", arguments: TestSystem.seeds)
  func sets(seed: UInt64) async throws {
    let names = ["CapabilityBoundingSet", "RestrictAddressFamilies", "RestrictNamespaces"]
    try await expectTruth(among: names.compactMap(Catalogue.directive), seed: seed)
  }
}
