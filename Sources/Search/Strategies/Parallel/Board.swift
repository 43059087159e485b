import BitCollections
import Glibc

/// Where a parallel search stands: what each candidate is known or believed to be.
///
/// Disjoint chunks of fresh candidates are tested side by side on a proved base. A chunk that passes is good; one that
/// fails is a block, to be split until its breakers stand alone.
struct Board {
  /// A part of the candidates that fails together on a base.
  struct Block {
    /// What was tested with it: nothing that comes after its first candidate.
    var base: BitSet
    /// The candidates, ascending.
    var members: [Int]
    /// Among how many candidates the breaker could have been before the fail that the block rests on.
    var among: Int
    /// Whether the base is a union that has not been tested as a whole.
    var isBaseUnproved = false
  }

  /// Candidates that passed together; the base of new tests.
  var proved = BitSet()
  /// Candidates that passed, though not all of them together; holds `proved`.
  var good = BitSet()
  /// Candidates that nothing is known of, ascending.
  var fresh: [Int]
  /// Candidates that are expected to break, the likeliest first; each is tested by itself.
  var suspects: [Int]
  /// Failed parts that are being split.
  var blocks: [Block] = []
  /// The good candidates, ascending, while the first conflict among them is searched for.
  var conflict: (members: [Int], bracket: Bracket)?
  /// Candidates shown to break, each with the log odds against that before its last fail.
  var rejected: [Int: Double] = [:]
  /// Candidates of which no trial could tell.
  var undecided = BitSet()
  /// How many conflicts among good candidates were found.
  var conflicts = 0
  /// How many parts became good since `good` was last tested as a whole.
  var merges = 0
  /// How many of the rejected candidates nobody had hinted at.
  var unhintedBreakers = 0
  var belief: Belief
  /// Candidates that are decided before all others, ascending. No chunk reaches over one, for it could only be tested without
  /// it: its first candidates may not be.
  let foundations: [Int]

  init(candidates: Int, belief: Belief, foundations: Set<Int>) {
    self.belief = belief
    self.foundations = foundations.sorted()
    suspects = belief.suspects
    let apart = Set(suspects)
    fresh = (0..<candidates).filter { !apart.contains($0) }
  }

  /// Whether every candidate has been sorted in.
  var isSorted: Bool { fresh.isEmpty && suspects.isEmpty && blocks.isEmpty && conflict == nil }

  /// The trial that tells of `members` when what comes before them is kept.
  func test(of members: [Int], in space: SearchSpace) -> EffectSet {
    space.effects(of: proved.intersection(0..<(members.first ?? 0))).union(space.effects(of: members))
  }

  /// Candidates that passed together with a base.
  mutating func keep(_ candidates: some Sequence<Int>) {
    for candidate in candidates {
      good.insert(candidate)
      belief.observe(candidate, broke: false)
    }
    merges += 1
  }

  /// A candidate that did not pass by itself: it breaks, or no trial could tell. Before its last fail, the breaker could have
  /// been any of `among` candidates.
  mutating func drop(_ candidate: Int, _ outcome: Outcome, among: Int = 1) {
    good.remove(candidate)
    proved.remove(candidate)
    guard outcome == .failed else {
      undecided.insert(candidate)
      return
    }
    rejected[candidate] = log(Double(among))
    belief.observe(candidate, broke: true)
    if !belief.isHinted(candidate) { unhintedBreakers += 1 }
  }

  /// Counts a conflict among the good; its surprise, as log odds: few candidates interact, and where one conflict follows
  /// the other, what they were tested with is more and more likely to blame.
  mutating func surpriseOfConflict() -> Double {
    conflicts += 1
    return log(20) * Double(conflicts)
  }

  /// Takes out the undecided candidates of which something holds, for later.
  mutating func setAside(_ isMeant: (Int) -> Bool) -> (fresh: [Int], suspects: [Int]) {
    let others = (fresh.filter(isMeant), suspects.filter(isMeant))
    fresh.removeAll(where: isMeant)
    suspects.removeAll(where: isMeant)
    return others
  }

  /// Puts candidates back among those that nothing is known of.
  mutating func refresh(_ candidates: some Sequence<Int>) {
    fresh = (fresh + candidates).sorted()
  }
}
