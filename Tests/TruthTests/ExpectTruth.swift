import DenialMatrix
import Sandboxing
import SearchSimulation
import Testing
import Trials
import Workflows

/// Finds the sandbox of a needy with random needs in real labs, and compares it with the true one.
///
/// - Parameters:
///   - directives: what is tried, and denies the needs.
///   - turns: groups of them which have their turn to deny a need equally often; each by itself where nil.
///   - seed: of the needs.
///   - kind: what kind of service it is.
///   - adapt: changes what is asked for.
///   - report: is told what the find does.
/// - Returns: what was found.
/// - Throws: what the find throws, and what keeps the truth from being known.
@discardableResult
func expectTruth(
  among directives: [Directive], inTurns turns: [[Directive]]? = nil, seed: UInt64, of kind: NeedyLabs.Kind = .job,
  adapting adapt: (inout FindRequest) -> Void = { _ in },
  report: @escaping @Sendable (FindEvent) async throws -> Void = { _ in }
) async throws -> FindResult {
  let matrix = try DenialMatrix(named: try #require(TestSystem.table))
  var source = Needs(matrix: matrix, allowed: try await NeedyLabs.allowedActs.value)
  var check = HealthCheck(settle: .zero, reload: false, restart: false)
  if case .server = kind {
    source.moves = true
    check.probes = [NeedyLabs.probe]
  }
  var generator = SeededGenerator(seed: seed)
  let needs = source.draw(deniedBy: turns ?? directives.map { [$0] }, atMost: 8, using: &generator)

  var request = FindRequest(service: .unit(NeedyLabs.unit), check: check)
  request.scope.only = directives.compactMap { Selection(parsing: $0.name) }
  request.trustsHealth = true
  request.baselines = 1
  request.confirmations = 0
  adapt(&request)
  let labs = NeedyLabs(needs: needs, kind: kind)
  let result = try await FindWorkflow(request, in: labs, report: report).run()

  // Nothing kept of nothing tried would be true of any needs.
  let tried = Set(result.universe.candidates.map(\.restriction.directive))
  #expect(!tried.isEmpty, "no candidate of \(directives.map(\.name)) was tried")
  #expect(tried.isSubset(of: directives.map(\.name)), "more was tried than was asked for")
  let ladders = directives.filter {
    !$0.rungs.isEmpty && ($0.plan == nil || $0.plan == request.scope.fileSystem)
  }
  let silent = Set(ladders.map(\.name)).subtracting(result.universe.named)
  #expect(silent == [], "nothing is said of what was asked for")

  let denials = Denials(matrix: matrix, context: result.context, candidates: result.universe.candidates)
  var truth = Truth(denials: denials.ofEveryNeedy(at: NeedyLabs.program) + needs.flatMap(denials.of))
  if request.scope.only?.contains(where: { $0.directive == "SystemCallFilter" }) == true {
    truth.denials += denials.of(calls: try await labs.calls())
  }
  let expected = Set(truth.kept(of: result.universe).restrictions)
  let found = Set(result.kept.restrictions)
  #expect(found.subtracting(expected) == [], "kept, though it denies one of \(needs)")
  #expect(expected.subtracting(found) == [], "not kept, though it denies none of \(needs)")
  #expect(result.profile.undecided == [])
  return result
}

extension Universe {
  /// The directives of which it says what becomes of them.
  fileprivate var named: Set<String> {
    let others = alreadySet + notSupported.map(\.restriction) + notEnforced + excluded
    return Set((candidates.map(\.restriction) + others).map(\.directive))
  }
}

extension Catalogue {
  /// Directives with a value at a time.
  static let booleansAndLadders = directives.filter { directive in
    switch directive.form {
    case .boolean, .word, .booleanOrWord, .limit, .mode, .words: !directive.rungs.isEmpty
    default: false
    }
  }
}

/// What is true of a needy.
struct Truth {
  /// Each of these sets of effects breaks it.
  var denials: [Set<Effect>]

  /// The sandbox that keeps to the order of preference and breaks nothing: each restriction in its turn, unless something
  /// is denied once it comes to those that are there.
  func kept(of universe: Universe) -> Sandbox {
    let effects = universe.candidates.reduce(into: Set<Effect>()) { effects, candidate in
      let more = effects.union(candidate.effects)
      if !denials.contains(where: more.isSuperset) { effects = more }
    }
    return Sandbox(universe.candidates.filter { $0.effects.isSubset(of: effects) }.map(\.restriction))
  }
}
