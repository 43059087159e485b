import Linux
import Profiles
import Sandboxing
import Search
import Trials

/// Finds out which restrictions of a sandbox under which a service passes make it do something else than without.
struct DifferenceSearch {
  /// What is known of the service.
  let known: Preparation
  /// What stays on whatever comes of it.
  let spared: Sandbox
  /// What runs without restrictions have in common.
  let comparison: BehaviourComparison
  /// Runs the service under a sandbox, and looks at it.
  let trial: @Sendable (Sandbox) async throws -> TrialReport

  /// In what runs that passed differ from those without restrictions; each of them does.
  func differences(in reports: [TrialReport], under sandbox: Sandbox) -> Set<BehaviourDifference> {
    let found = reports.map { differences(in: $0, under: sandbox) }
    return found.dropFirst().reduce(found.first ?? []) { $0.intersection($1) }
  }

  fileprivate func differences(in report: TrialReport, under sandbox: Sandbox) -> Set<BehaviourDifference> {
    let hasUser = sandbox.restrictions.contains(where: Self.isIdentity)
    let found = comparison.differences(in: report, leavingRoot: known.context.runsAsRoot && hasUser)
    // A machine with more to do than processors makes everything slow.
    let isBusy = (MachineLoad.now?.perProcessor ?? 0) > 1
    return isBusy ? found.filter { $0.kind != .slowness } : found
  }

  private static func isIdentity(_ restriction: Restriction) -> Bool {
    Catalogue.directive(restriction.directive)?.identity != nil
  }

  /// What trials have in common: what stays on, and the user that the service has got. Whoever is not root any more does
  /// some things in another way, and that is no reason to be root again.
  ///
  /// - Returns: a sandbox that passes, and how the service differs under it; nil where none does.
  private func base(with identity: Sandbox) async throws -> (Sandbox, Set<BehaviourDifference>)? {
    let withUser = Sandbox(spared.restrictions + identity.without(spared).restrictions)
    for base in withUser == spared ? [spared] : [withUser, spared] {
      let control = try await trial(base)
      if control.verdict.isPassed { return (base, differences(in: control, under: base)) }
    }
    return nil
  }

  /// What makes some differences.
  ///
  /// - Parameters:
  ///   - kept: the sandbox, whose runs have them.
  ///   - differences: what they are.
  /// - Returns: the restrictions that make one of them where that is seen twice, and it is not seen without them; nothing
  ///   for a service that does now this and now that.
  /// - Throws: what a trial throws.
  func culprits(of kept: Sandbox, showing differences: Set<BehaviourDifference>) async throws -> [Withheld] {
    let identity = Sandbox(kept.restrictions.filter(Self.isIdentity))
    guard let (base, usual) = try await base(with: identity) else { return [] }
    let differences = differences.subtracting(usual)
    guard !differences.isEmpty else { return [] }
    let universe = known.universe.limited(to: kept.without(spared).without(identity))
    let space = universe.space
    let oracle = DifferenceOracle(search: self, universe: universe, base: base, differences: differences)
    let found = try await MaximalSetSearch(space).run(
      against: oracle,
      replaying: [
        RecordedTrial(set: space.effects(of: space.candidates.indices), outcome: .failed),
        RecordedTrial(set: [], outcome: .passed),
      ])
    let innocent = space.effects(of: found.accepted)
    var culprits: [(effects: EffectSet, withheld: Withheld)] = []
    for rank in found.rejected {
      let (effects, restriction) = (space.candidates[rank], universe.candidates[rank].restriction)
      // A tighter rung of what makes the difference makes it, too.
      if let lower = culprits.first(where: { $0.effects.isSubset(of: effects) }) {
        let withheld = Withheld(restriction, seen: lower.withheld.seen, probe: lower.withheld.probe)
        culprits.append((effects, withheld))
        continue
      }
      let seen = try await oracle.shown(by: innocent.union(effects)) ?? []
      if let withheld = Withheld(restriction, for: seen) { culprits.append((effects, withheld)) }
    }
    return culprits.map(\.withheld)
  }
}

/// Answers whether a service does the same under a set as without it.
private actor DifferenceOracle: Oracle {
  private let search: DifferenceSearch
  private let universe: Universe
  private let base: Sandbox
  private let differences: Set<BehaviourDifference>

  init(search: DifferenceSearch, universe: Universe, base: Sandbox, differences: Set<BehaviourDifference>) {
    (self.search, self.universe, self.base, self.differences) = (search, universe, base, differences)
  }

  /// What is not found by then is nothing that few restrictions make.
  private static let mostTrials = 60
  private var trials = 0

  func test(_ sets: [EffectSet]) async throws -> [Outcome] {
    var outcomes: [Outcome] = []
    for set in sets {
      trials += 1
      guard trials <= Self.mostTrials else {
        outcomes.append(.inconclusive)
        continue
      }
      // What is part of a sandbox that passed passes, or flakes.
      outcomes.append(try await shown(by: set).map { $0.isEmpty ? .passed : .failed } ?? .inconclusive)
    }
    return outcomes
  }

  /// Which of the differences a set makes; nil where the service does not pass under it.
  func shown(by set: EffectSet) async throws -> Set<BehaviourDifference>? {
    let sandbox = Sandbox(base.restrictions + universe.sandbox(with: set).restrictions)
    let report = try await search.trial(sandbox)
    guard report.verdict.isPassed else { return nil }
    return search.differences(in: report, under: sandbox).intersection(differences)
  }
}

extension Withheld {
  /// A restriction that makes differences; nil where it makes none.
  fileprivate init?(_ restriction: Restriction, for differences: Set<BehaviourDifference>) {
    let most = 3
    guard let first = differences.min() else { return nil }
    let phrases = differences.sorted().prefix(most).map(\.phrase)
    let rest = differences.count > most ? ["and \(differences.count - most) more"] : []
    self.init(restriction, seen: (phrases + rest).joined(separator: "; "), probe: first.probe)
  }
}
