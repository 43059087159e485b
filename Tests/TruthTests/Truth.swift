import DenialMatrix
import Sandboxing
import Search
import Workflows

/// What is true of a needy, from what was measured of each restriction alone.
struct Truth {
  let matrix: DenialMatrix
  /// Whether it serves, rather than being a job.
  var serves = false
  /// Whether its lab may be made anew, where namespaces have other numbers, by which some needs name them.
  var moves = false
  /// The acts that are allowed in a lab of this machine without any restriction.
  let allowed: Set<Act>

  /// Needs at random, each denied by a restriction of one of these directives: first the directive is drawn, then the
  /// restriction, then one of the acts that it denies, so that each has its turn however much it denies.
  func needs(
    deniedBy directives: [Directive], atMost count: Int, using generator: inout some RandomNumberGenerator
  ) -> [Act] {
    let choices = directives.map { directive in
      matrix.rows.keys.filter { $0.directive == directive.name }.sorted { $0.description < $1.description }
        .map(acts(deniedBy:)).filter { !$0.isEmpty }
    }.filter { !$0.isEmpty }
    return (0..<Int.random(in: 0...count, using: &generator)).reduce(into: []) { needs, _ in
      let ofDirective = choices.randomElement(using: &generator)
      guard let act = ofDirective?.randomElement(using: &generator)?.randomElement(using: &generator) else { return }
      if !needs.contains(act) { needs.append(act) }
    }
  }

  /// The sandbox that keeps to the order of preference and breaks nothing: each restriction in its turn, unless it or what
  /// comes into being with it is known to deny a need.
  func kept(of universe: Universe, needing needs: [Act]) throws -> Sandbox {
    let breaking = restrictions(breaking: needs)
    let harmful = Set(
      try universe.candidates.filter { try measured($0).contains(where: breaking.contains) }.map(\.restriction))
    let space = universe.space
    let effects = (0..<space.count).reduce(into: EffectSet()) { effects, rank in
      let more = effects.union(space.effects(of: [rank]))
      if harmful.isDisjoint(with: universe.sandbox(with: more).restrictions) { effects = more }
    }
    return universe.sandbox(with: effects)
  }

  /// Acts whose denials do not depend on company; without what only the manager can answer and what root is never denied.
  private func acts(deniedBy restriction: Restriction) -> [Act] {
    guard case .denies(let acts, _) = matrix.rows[restriction] else { return [] }
    return acts.intersection(allowed).subtracting(DenialMatrix.interacting).filter { act in
      if case .notify = act { return false }
      if moves, case .share = act { return false }
      return !act.wantsOrdinaryUser && act != .keepTmp
    }.sorted { $0.description < $1.description }
  }

  /// The restrictions that were measured and that a candidate comes to: itself, or the denials of all its members.
  private func measured(_ candidate: Candidate) throws -> [Restriction] {
    if matrix.rows[candidate.restriction] != nil { return [candidate.restriction] }
    let members = candidate.effects.map { Restriction($0.directive, "~\($0.member)") }
    // Families of which no act makes a socket were not measured.
    if let unknown = members.first(where: { matrix.rows[$0] == nil && $0.directive != "RestrictAddressFamilies" }) {
      throw Fault(description: "nothing was measured of \(unknown), which \(candidate.restriction) contains")
    }
    return members
  }

  /// The restrictions, each of them alone, under which a needy with these needs is not healthy.
  private func restrictions(breaking needs: [Act]) -> Set<Restriction> {
    guard !serves else { return matrix.restrictions(breaking: needs) }
    return needs.reduce(into: Set(matrix.rows.keys.filter(breaksEveryJob))) {
      $0.formUnion(matrix.restrictions(denying: $1))
    }
  }

  private func breaksEveryJob(_ restriction: Restriction) -> Bool {
    switch matrix.rows[restriction] {
    case .breaksEverything: true
    // A job makes none of the system calls that serving takes, but it reads from /dev/null as a server does.
    case .denies(_, breaksServing: true): restriction.directive == "DevicePolicy"
    default: false
    }
  }
}
