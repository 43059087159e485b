import Sandboxing

/// Restrictions that are proven together, which takes three units instead of two for each.
struct Bundle: Hashable, Sendable {
  /// Each with its act.
  let members: [Member]
  /// An act that none of the restrictions denies: it tells a sandbox in which nothing works from one that denies what it
  /// says.
  let control: Act

  /// A restriction and what it denies.
  struct Member: Hashable, Sendable {
    let restriction: Restriction
    let act: Act
  }

  /// As many as one command line shows at a glance; more of them would be taken apart more often.
  private static let size = 32
  /// Fewer than that are proven one by one as fast.
  private static let least = 4

  /// The restrictions.
  var restrictions: [Restriction] { members.map(\.restriction) }
  /// Their acts.
  var acts: [Act] { members.map(\.act) }

  /// The two halves, where they are worth it.
  var halves: [Bundle] {
    let middle = members.count / 2
    guard middle >= Self.least else { return [] }
    return [members[..<middle], members[middle...]].map { Bundle(members: Array($0), control: control) }
  }

  /// Sorts restrictions that each deny one thing of a kind into bundles; those that go with no others are in none.
  static func bundles(of restrictions: [Restriction], acts: [Restriction: Act]) -> [Bundle] {
    let members = restrictions.compactMap { restriction -> Member? in
      guard let act = acts[restriction], act.goesTogether, restriction.deniedMember?.hasPrefix("@") == false else {
        return nil
      }
      return Member(restriction: restriction, act: act)
    }
    let parts = stride(from: 0, to: members.count, by: size).map { Array(members[$0..<min($0 + size, members.count)]) }
    guard parts.count > 1 else { return [] }
    return parts.indices.map { index in
      Bundle(members: parts[index], control: parts[(index + 1) % parts.count][0].act)
    }
  }
}
