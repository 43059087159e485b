/// The growing sets that a nested search tests.
struct Prefixes {
  let space: SearchSpace
  /// Ranks that every prefix may hold, ascending.
  let accepted: [Int]
  /// Whether a prefix holds only those accepted candidates that come before its last one.
  let keepingOrder: Bool

  /// The base, then the base with one, two, ... all of `list`, which is in ascending order.
  func extended(by list: [Int]) -> [EffectSet] {
    var accepted = accepted[...]
    var set = EffectSet()
    func takeAccepted(before candidate: Int) {
      while let next = accepted.first, !keepingOrder || next < candidate {
        set.formUnion(space.candidates[next])
        accepted.removeFirst()
      }
    }
    takeAccepted(before: list.first ?? 0)
    var prefixes = [set]
    prefixes.reserveCapacity(list.count + 1)
    for candidate in list {
      takeAccepted(before: candidate)
      set.formUnion(space.candidates[candidate])
      prefixes.append(set)
    }
    return prefixes
  }
}
