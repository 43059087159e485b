import BitCollections

/// The adaptive strategy with several trials at a time.
///
/// Speculating on answers would gain log2(P + 1) bits a round from P trials; disjoint chunks gain up to P.
struct Parallel {
  private let session: OracleSession
  private var board: Board

  init(session: OracleSession, hints: [Int: Double], foundations: Set<Int>) {
    self.session = session
    let count = session.space.count
    board = Board(
      candidates: count, belief: Belief(candidates: count, hints: hints), foundations: foundations)
  }

  mutating func run() async throws -> Selection {
    while true {
      do {
        let others = board.setAside { [foundations = board.foundations] in !foundations.contains($0) }
        if !board.isSorted { try await explore() }
        board.refresh(others.fresh)
        board.suspects += others.suspects
        try await explore()
        return try await close()
      } catch is RefutedClaim {
        try await session.resolveDoubt()
        try session.reconsider()
        board.reconsider(with: session)
      }
    }
  }

  /// Plays rounds until every candidate is sorted in.
  private mutating func explore() async throws {
    repeat {
      board.settle(with: session)
      let round = Round(for: board, session: session)
      session.reason = round.reasons.joined(separator: "; ")
      try await session.askAll(round.sets, rounds: round.count, urgent: urgentClaims, spare: claims)
      board.take(round, from: session)
      try await searchConflict()
      board.adopt(with: session)
    } while !board.isSorted || session.implied(board.good) == nil
  }

  /// Proves what is good to be the result.
  private mutating func close() async throws -> Selection {
    var closing = Closing(session: session, board: board)
    try await closing.settle()
    board = closing.board
    try await closing.confirm()
    return closing.selection
  }

  /// What all later trials stand on: worth making sure of before anything else.
  private var urgentClaims: [Claim] {
    let space = session.space
    let base = Claim.passes(space.effects(of: board.proved), surprise: 0)
    guard board.conflict != nil else { return [base] }
    return [base, .fails(space.effects(of: board.good), surprise: 0)]
  }

  /// What the result will rest on, as far as it is known.
  private var claims: [Claim] {
    board.rejected.sorted { $0.key < $1.key }.map { candidate, surprise in
      .fails(board.test(of: [candidate], in: session.space), surprise: surprise)
    }
  }

  /// While the good candidates do not pass together, looks for the first of them that does not go with those before it.
  private mutating func searchConflict() async throws {
    if board.conflict == nil {
      guard let outcome = session.implied(board.good), outcome != .passed else { return }
      let members = Array(board.good)
      let prefixes = Prefixes(space: session.space, accepted: [], keepingOrder: false).extended(by: members)
      board.conflict = (members, Bracket(prefixes: prefixes, knowledge: session.knowledge))
    }
    guard let members = board.conflict?.members, var bracket = board.conflict?.bracket else { return }
    bracket.narrow(by: session.knowledge)
    board.conflict = (members, bracket)
    guard let breaking = bracket.breaking else { return board.conflict = nil }
    guard bracket.isSettled else { return }
    try await session.confirm(bracket.claims(surprise: board.surpriseOfConflict()))
    board.drop(members[breaking - 1], session.implied(bracket.prefixes[breaking]) ?? .inconclusive)
    board.conflict = nil
  }
}
