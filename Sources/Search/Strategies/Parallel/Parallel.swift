import BitCollections

/// The adaptive strategy with several trials at a time.
///
/// Speculating on answers would gain log2(P + 1) bits a round from P trials; disjoint chunks gain up to P.
struct Parallel {
  private let inquiry: Inquiry
  private var board: Board

  init(inquiry: Inquiry, hints: [Int: Double]) {
    self.inquiry = inquiry
    let count = inquiry.space.count
    board = Board(candidates: count, belief: Belief(candidates: count, hints: hints))
  }

  mutating func run() async throws -> Selection {
    while true {
      do {
        try await explore()
        return try await close()
      } catch is Flip {
        try inquiry.reconsider()
        reconsider()
      }
    }
  }

  /// Plays rounds until every candidate is sorted in.
  private mutating func explore() async throws {
    repeat {
      settle()
      let round = Round(for: board, inquiry: inquiry)
      try await inquiry.askAll(round.sets, urgent: urgentClaims, spare: claims)
      try await take(round)
    } while !board.isSorted || implied(board.good) == nil
  }

  /// Proves what is good to be the result.
  private mutating func close() async throws -> Selection {
    var closing = Closing(inquiry: inquiry, board: board)
    try await closing.settle()
    board = closing.board
    try await closing.confirm()
    return closing.selection
  }

  /// Sorts the board again after a verdict was found to be wrong: what is good stays until it is shown not to be, what is
  /// rejected must still have its proof, all else is as good as new.
  private mutating func reconsider() {
    let space = inquiry.space
    board.blocks = []
    board.conflict = nil
    board.merges = 0
    board.conflicts = 0
    let members = Array(board.good)
    let prefixes = Prefixes(space: space, accepted: [], keepingOrder: false).extended(by: members)
    board.proved = BitSet(members.prefix(Bracket(prefixes: prefixes, knowledge: inquiry.knowledge).passing))
    board.rejected = board.rejected.filter { candidate, _ in
      inquiry.implied(space.effects(of: board.good.intersection(0..<candidate)).union(space.candidates[candidate]))
        == .failed
    }
    board.unhintedBreakers = board.rejected.keys.count { !board.belief.isHinted($0) }
    board.fresh = space.candidates.indices.filter { candidate in
      !board.good.contains(candidate) && !board.undecided.contains(candidate) && board.rejected[candidate] == nil
        && !board.suspects.contains(candidate)
    }
  }

  /// What all later trials stand on: worth making sure of before anything else.
  private var urgentClaims: [Claim] {
    let space = inquiry.space
    let base = Claim.passes(space.effects(of: board.proved), surprise: 0)
    guard board.conflict != nil else { return [base] }
    return [base, .fails(space.effects(of: board.good), surprise: 0)]
  }

  /// What the result will rest on, as far as it is known.
  private var claims: [Claim] {
    board.rejected.sorted { $0.key < $1.key }.map { candidate, surprise in
      .fails(board.test(of: [candidate], in: inquiry.space), surprise: surprise)
    }
  }

  /// What is known of a number of candidates together.
  private func implied(_ candidates: BitSet) -> Outcome? { inquiry.implied(inquiry.space.effects(of: candidates)) }

  /// Sorts in what needs no trial: members of a kept group, rungs above a rejected one.
  private mutating func settle() {
    let space = inquiry.space
    for candidate in board.fresh + board.suspects {
      let base = space.effects(of: board.proved.intersection(0..<candidate))
      let own = space.candidates[candidate]
      if own.isSubset(of: base) {
        board.good.insert(candidate)
        board.proved.insert(candidate)
      } else if inquiry.implied(base.union(own)) == .failed {
        board.drop(candidate, .failed)
      } else {
        continue
      }
      board.fresh.removeAll { $0 == candidate }
      board.suspects.removeAll { $0 == candidate }
    }
  }

  /// Takes in what a round said.
  private mutating func take(_ round: Round) async throws {
    if let everything = round.everything, inquiry.implied(everything) == .passed {
      board.keep(board.fresh)
      board.fresh = []
      board.merges = 0
    } else {
      for chunk in round.chunks { take(chunk: chunk.members, testedIn: chunk.set) }
    }
    for suspect in round.suspects {
      guard let outcome = inquiry.implied(suspect.set) else { continue }
      board.suspects.removeAll { $0 == suspect.candidate }
      if outcome == .passed { board.keep([suspect.candidate]) } else { board.drop(suspect.candidate, outcome) }
    }
    for split in round.splits { take(split) }
    for place in board.blocks.indices.reversed() where board.blocks[place].isBaseUnproved {
      let outcome = implied(board.blocks[place].base)
      if outcome == .passed {
        board.blocks[place].isBaseUnproved = false
      } else if outcome != nil {
        board.refresh(board.blocks.remove(at: place).members)
      }
    }
    try await searchConflict()
    if implied(board.good) == .passed {
      board.proved = board.good
      board.merges = 0
    }
  }

  private mutating func take(chunk: [Int], testedIn set: EffectSet) {
    guard let outcome = inquiry.implied(set) else { return }
    let members = Set(chunk)
    board.fresh.removeAll(where: members.contains)
    if outcome == .passed {
      board.keep(chunk)
    } else if chunk.count == 1 {
      board.drop(chunk[0], outcome)
    } else {
      let base = board.proved.intersection(0..<chunk[0])
      board.blocks.append(.init(base: base, members: chunk, among: 2 * chunk.count))
    }
  }

  private mutating func take(_ split: Split) {
    let outcomes = split.tests(in: inquiry.space).compactMap(inquiry.implied)
    guard outcomes.count == split.parts.count - 1 else { return }
    var block = board.blocks.remove(at: split.place)
    if let base = implied(block.base), base != .passed { return board.refresh(block.members) }
    for (part, outcome) in zip(split.parts, outcomes) {
      if outcome == .passed {
        board.keep(part)
      } else if part.count == 1 {
        board.drop(part[0], outcome, among: block.members.count)
      } else {
        var rest = block
        rest.members = part
        rest.among = block.members.count
        board.blocks.append(rest)
      }
    }
    guard let last = split.parts.last else { return }
    guard outcomes.allSatisfy({ $0 == .passed }) else { return board.refresh(last) }
    let outcome = implied(block.base.union(BitSet(block.members))) ?? .inconclusive
    block.base.formUnion(BitSet(split.parts.dropLast().joined()))
    block.members = last
    let base = implied(block.base)
    block.isBaseUnproved = base == nil
    if let base, base != .passed {
      board.refresh(last)
    } else if last.count == 1 {
      board.drop(last[0], outcome, among: block.among)
    } else {
      board.blocks.append(block)
    }
  }

  /// While the good candidates do not pass together, looks for the first of them that does not go with those before it.
  private mutating func searchConflict() async throws {
    if board.conflict == nil {
      guard let outcome = implied(board.good), outcome != .passed else { return }
      let members = Array(board.good)
      let prefixes = Prefixes(space: inquiry.space, accepted: [], keepingOrder: false).extended(by: members)
      board.conflict = (members, Bracket(prefixes: prefixes, knowledge: inquiry.knowledge))
    }
    guard let members = board.conflict?.members, var bracket = board.conflict?.bracket else { return }
    bracket.narrow(by: inquiry.knowledge)
    board.conflict = (members, bracket)
    guard let breaking = bracket.breaking else { return board.conflict = nil }
    guard bracket.isSettled else { return }
    try await inquiry.confirm(bracket.claims(surprise: board.surpriseOfConflict()))
    board.drop(members[breaking - 1], inquiry.implied(bracket.prefixes[breaking]) ?? .inconclusive)
    board.conflict = nil
  }
}
