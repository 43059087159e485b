import Sandboxing
import Search

/// Everything that a find considers for one service, sorted by what becomes of it, and the part of it that is searched.
public struct Universe: Sendable {
  /// What is tried, in order of preference: the search's ranks.
  public let candidates: [Candidate]
  /// What the unit has by itself.
  public let alreadySet: [Restriction]
  /// What this system cannot have, with the reason.
  public let notSupported: [(restriction: Restriction, reason: String)]
  /// What this system accepts and does not enforce.
  public let notEnforced: [Restriction]
  /// What the user left out.
  public let excluded: [Restriction]

  private let numbers: [Effect: Int]

  /// Sorts the catalogue's candidates.
  ///
  /// - Parameters:
  ///   - all: in order of preference.
  ///   - notEnforced: what a witness found not to be enforced.
  ///   - refused: what a witness found that the manager cannot do.
  public init(_ all: [Candidate], notEnforced: Set<Restriction>, refused: Set<Restriction> = []) {
    var tried: [Candidate] = []
    var alreadySet: [Restriction] = []
    var notSupported: [(restriction: Restriction, reason: String)] = []
    var excluded: [Restriction] = []
    for candidate in all {
      switch candidate.status {
      case .candidate where notEnforced.contains(candidate.restriction): continue
      case .candidate where refused.contains(candidate.restriction):
        notSupported.append((candidate.restriction, "this manager cannot do it"))
      case .candidate: tried.append(candidate)
      case .alreadySet: alreadySet.append(candidate.restriction)
      case .notSupported(let reason): notSupported.append((candidate.restriction, reason))
      case .excluded: excluded.append(candidate.restriction)
      }
    }
    self.init(
      tried, alreadySet: alreadySet, notSupported: notSupported,
      notEnforced: all.map(\.restriction).filter(notEnforced.contains), excluded: excluded)
  }

  private init(
    _ candidates: [Candidate], alreadySet: [Restriction] = [],
    notSupported: [(restriction: Restriction, reason: String)] = [], notEnforced: [Restriction] = [],
    excluded: [Restriction] = []
  ) {
    self.candidates = candidates
    self.alreadySet = alreadySet
    self.notSupported = notSupported
    self.notEnforced = notEnforced
    self.excluded = excluded
    numbers = Dictionary(
      uniqueKeysWithValues: Set(candidates.flatMap(\.effects)).sorted().enumerated().map { ($0.element, $0.offset) })
  }

  /// Nothing but what a sandbox of its candidates holds.
  func limited(to sandbox: Sandbox) -> Universe {
    Universe(candidates.filter { sandbox.contains($0.restriction) })
  }

  /// What the search may choose from.
  public var space: SearchSpace { SearchSpace(candidates.map(effects)) }

  /// The system calls of which something tried denies at least one.
  public var systemCalls: Set<String> {
    Set(candidates.flatMap { $0.deniedSystemCalls })
  }

  /// The sandbox with exactly these effects.
  public func sandbox(with effects: EffectSet) -> Sandbox {
    Sandbox(candidates.filter { self.effects(of: $0).isSubset(of: effects) }.map(\.restriction))
  }

  /// The effects of a sandbox of candidates; nil where it holds something that is none.
  public func effects(of sandbox: Sandbox) -> EffectSet? {
    let known = Dictionary(uniqueKeysWithValues: candidates.map { ($0.restriction, $0) })
    var effects = EffectSet()
    for restriction in sandbox.restrictions {
      guard let candidate = known[restriction] else { return nil }
      effects.formUnion(self.effects(of: candidate))
    }
    return effects
  }

  private func effects(of candidate: Candidate) -> EffectSet { EffectSet(candidate.effects.compactMap { numbers[$0] }) }
}

extension [Candidate] {
  /// The same, what an earlier run kept before everything else: nothing of it is given up for something new.
  func preferring(_ expected: Sandbox) -> [Candidate] {
    let expected = Set(expected.restrictions)
    return filter { expected.contains($0.restriction) } + filter { !expected.contains($0.restriction) }
  }
}
