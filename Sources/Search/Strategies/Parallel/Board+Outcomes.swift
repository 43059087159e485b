import BitCollections

extension Board {
  /// Sorts in what needs no trial: members of a kept group, rungs above a rejected one.
  mutating func settle(with session: OracleSession) {
    let space = session.space
    for candidate in fresh + suspects {
      let base = space.effects(of: proved.intersection(0..<candidate))
      let own = space.candidates[candidate]
      if own.isSubset(of: base) {
        good.insert(candidate)
        proved.insert(candidate)
      } else if session.implied(base.union(own)) == .failed {
        drop(candidate, .failed)
      } else {
        continue
      }
      fresh.removeAll { $0 == candidate }
      suspects.removeAll { $0 == candidate }
    }
  }

  /// Takes in what a round said.
  mutating func take(_ round: Round, from session: OracleSession) {
    if let everything = round.everything, session.implied(everything) == .passed {
      keep(fresh)
      fresh = []
      merges = 0
    } else {
      for chunk in round.chunks { take(chunk: chunk.members, outcome: session.implied(chunk.set)) }
    }
    for suspect in round.suspects {
      guard let outcome = session.implied(suspect.set) else { continue }
      suspects.removeAll { $0 == suspect.candidate }
      if outcome == .passed { keep([suspect.candidate]) } else { drop(suspect.candidate, outcome) }
    }
    for split in round.splits { take(split, from: session) }
    for place in blocks.indices.reversed() where blocks[place].isBaseUnproved {
      let outcome = session.implied(blocks[place].base)
      if outcome == .passed {
        blocks[place].isBaseUnproved = false
      } else if outcome != nil {
        refresh(blocks.remove(at: place).members)
      }
    }
  }

  /// Makes all that is good the base of new tests, once it has passed together.
  mutating func adopt(with session: OracleSession) {
    guard session.implied(good) == .passed else { return }
    proved = good
    merges = 0
  }

  private mutating func take(chunk: [Int], outcome: Outcome?) {
    guard let outcome else { return }
    let members = Set(chunk)
    fresh.removeAll(where: members.contains)
    if outcome == .passed {
      keep(chunk)
    } else if chunk.count == 1 {
      drop(chunk[0], outcome)
    } else {
      let base = proved.intersection(0..<chunk[0])
      blocks.append(.init(base: base, members: chunk, among: 2 * chunk.count))
    }
  }

  private mutating func take(_ split: Split, from session: OracleSession) {
    let outcomes = split.tests(in: session.space).compactMap(session.implied)
    guard outcomes.count == split.parts.count - 1 else { return }
    var block = blocks.remove(at: split.place)
    if let base = session.implied(block.base), base != .passed { return refresh(block.members) }
    for (part, outcome) in zip(split.parts, outcomes) {
      if outcome == .passed {
        keep(part)
      } else if part.count == 1 {
        drop(part[0], outcome, among: block.members.count)
      } else {
        var rest = block
        rest.members = part
        rest.among = block.members.count
        blocks.append(rest)
      }
    }
    guard let last = split.parts.last else { return }
    guard outcomes.allSatisfy({ $0 == .passed }) else { return refresh(last) }
    let outcome = session.implied(block.base.union(BitSet(block.members))) ?? .inconclusive
    block.base.formUnion(BitSet(split.parts.dropLast().joined()))
    block.members = last
    let base = session.implied(block.base)
    block.isBaseUnproved = base == nil
    if let base, base != .passed {
      refresh(last)
    } else if last.count == 1 {
      drop(last[0], outcome, among: block.among)
    } else {
      blocks.append(block)
    }
  }

  /// Sorts the board again after a verdict was found to be wrong: what is good stays until it is shown not to be, what is
  /// rejected must still have its proof, all else is as good as new.
  mutating func reconsider(with session: OracleSession) {
    let space = session.space
    blocks = []
    conflict = nil
    merges = 0
    conflicts = 0
    let members = Array(good)
    let prefixes = Prefixes(space: space, accepted: [], keepingOrder: false).extended(by: members)
    proved = BitSet(members.prefix(Bracket(prefixes: prefixes, knowledge: session.knowledge).passing))
    let kept = good
    rejected = rejected.filter { candidate, _ in
      session.implied(space.effects(of: kept.intersection(0..<candidate)).union(space.candidates[candidate])) == .failed
    }
    unhintedBreakers = rejected.keys.count { [belief] in !belief.isHinted($0) }
    fresh = space.candidates.indices.filter { candidate in
      !good.contains(candidate) && !undecided.contains(candidate) && rejected[candidate] == nil
        && !suspects.contains(candidate)
    }
  }
}

extension OracleSession {
  /// What is known of a number of candidates together.
  func implied(_ candidates: BitSet) -> Outcome? { implied(space.effects(of: candidates)) }
}
