import Sandboxing
import Workflows

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
