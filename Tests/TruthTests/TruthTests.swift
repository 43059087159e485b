import DenialMatrix
import LabTesting
import Sandboxing
import Search
import SearchSimulation
import Testing
import Trials
import Workflows

/// Finds the sandboxes of services of which everything is known, in real labs.
@Suite(
  "The true sandbox of a needy is found", .serialized, .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"),
  .enabled(if: TestSystem.table != nil, "what restrictions deny was not measured on this version of systemd"))
struct TruthTests {
  @Test("among booleans and ladders", arguments: TestSystem.seeds, MaximalSetSearch.Strategy.allCases)
  func booleansAndLadders(seed: UInt64, strategy: MaximalSetSearch.Strategy) async throws {
    try await expectTruth(Self.booleansAndLadders, seed: seed, strategy: strategy)
  }

  @Test("among capabilities, address families and namespaces", arguments: TestSystem.seeds)
  func sets(seed: UInt64) async throws {
    let names = ["CapabilityBoundingSet", "RestrictAddressFamilies", "RestrictNamespaces"]
    try await expectTruth(names.compactMap(Catalogue.directive), seed: seed, strategy: .adaptive)
  }

  /// Directives with a value at a time that deny the same whatever the service was seen to use. A find lays
  /// `DynamicUser=` together with the capabilities that it leaves, which was not measured.
  private static let booleansAndLadders = Catalogue.directives.filter { directive in
    switch directive.form {
    case _ where directive.name == "DynamicUser": false
    case .boolean, .word, .booleanOrWord, .mode, .words: !directive.rungs.isEmpty
    default: false
    }
  }

  private func expectTruth(
    _ directives: [Directive], seed: UInt64, strategy: MaximalSetSearch.Strategy
  ) async throws {
    let matrix = try DenialMatrix(named: try #require(TestSystem.table))
    let truth = Truth(matrix: matrix, allowed: try await NeedyPlaces.allowedActs.value)
    var generator = SeededGenerator(seed: seed)
    let needs = truth.needs(deniedBy: directives, atMost: 6, using: &generator)

    var request = FindRequest(
      service: .unit(NeedyPlaces.unit), check: HealthCheck(settle: .zero, reload: false, restart: false))
    request.strategy = strategy
    request.scope.only = directives.compactMap { Selection(parsing: $0.name) }
    request.trustsHealth = true
    request.baselines = 1
    request.confirmations = 0
    let result = try await FindWorkflow(request, in: NeedyPlaces(needs: needs)) { _ in }.run()

    let expected = Set(try truth.kept(of: result.universe, needing: needs).restrictions)
    let found = Set(result.kept.restrictions)
    #expect(found.subtracting(expected) == [], "kept, though it denies one of \(needs)")
    #expect(expected.subtracting(found) == [], "not kept, though it denies none of \(needs)")
    #expect(result.undecided == [])
  }
}
