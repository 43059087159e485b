/// The most telling trials of the moment, as many as there are jobs: what a parallel search does next.
///
/// Where nothing but suspects is left, many of them: what one does changes nothing about the others' trials.
struct Round {
  /// For how many rounds there are suspects at most: between them it is proved what they are tested with.
  private static let mostOfSuspects = 16

  /// Chunks of fresh candidates, each with the set that it is tested in.
  private(set) var chunks: [(members: [Int], set: EffectSet)] = []
  /// Everything good or fresh, when that is tried.
  private(set) var everything: EffectSet?
  /// Suspects, each with its proof set.
  private(set) var suspects: [(candidate: Int, set: EffectSet)] = []
  /// Blocks to be split, the last on the board first.
  private(set) var splits: [Split] = []
  /// All sets to be tried, the most telling first.
  private(set) var sets: [EffectSet] = []
  /// What the sets are to tell, in words.
  private(set) var reasons: [String] = []
  /// How many rounds of as many trials as there are jobs that takes.
  let count: Int

  /// Plans the next round of `board`.
  init(for board: Board, session: OracleSession) {
    let space = session.space
    var parts: [Int: Int] = [:]
    var cuts = 0
    let proposals = Proposal.all(for: board, session: session)
    count = proposals.prefix(session.jobs).allSatisfy(\.isOfSuspect) ? Self.mostOfSuspects : 1
    for proposal in proposals.prefix(session.jobs * count) where count == 1 || proposal.isOfSuspect {
      switch proposal.work {
      case .chunk(let members):
        let set = board.test(of: members, in: space)
        chunks.append((members, set))
        reasons.append("\(members.count) fresh candidates on what is proved")
        sets.append(set)
      case .everything:
        let set = space.effects(of: board.good).union(space.effects(of: board.fresh))
        everything = set
        reasons.append("everything that is good or fresh at once")
        sets.append(set)
      case .suspect(let candidate):
        let set = board.test(of: [candidate], in: space)
        suspects.append((candidate, set))
        reasons.append("suspect \(candidate) by itself")
        sets.append(set)
      case .base(let block):
        sets.append(space.effects(of: board.blocks[block].base))
        reasons.append("the base of a failed part")
      case .union:
        sets.append(space.effects(of: board.good))
        reasons.append("all \(board.good.count) good candidates together")
      case .part(let block): parts[block, default: 0] += 1
      case .conflict: cuts += 1
      }
    }
    splits = parts.sorted { $0.key > $1.key }.map { Split(of: board.blocks[$0.key], at: $0.key, tests: $0.value) }
    reasons += parts.sorted { $0.key > $1.key }.map {
      "a failed part of \(board.blocks[$0.key].members.count) split by \($0.value)"
    }
    if cuts > 0 { reasons.append("the good conflict: where?") }
    sets += splits.reversed().flatMap { $0.tests(in: space) }
    if let bracket = board.conflict?.bracket { sets += bracket.evenCuts(cuts) }
  }
}
