import BitCollections
import Glibc

/// A trial that a parallel search could run next, with what it is expected to tell.
struct Proposal {
  enum Work {
    /// A chunk of fresh candidates on top of the proved base.
    case chunk([Int])
    /// Everything that is still good or fresh, at once.
    case everything
    /// One more part of a block, by its place on the board.
    case part(ofBlock: Int)
    /// The untested base of a block, by its place on the board.
    case base(ofBlock: Int)
    /// A suspect with its proof set.
    case suspect(Int)
    /// One more cut in the search for a conflict among the good.
    case conflict
    /// All that is good, together.
    case union
  }

  let work: Work
  /// Bits of information, roughly; the order of proposals is what matters.
  let gain: Double

  /// Whether it is a suspect with its proof set.
  var isOfSuspect: Bool {
    if case .suspect = work { true } else { false }
  }

  /// Credit, in bits, for proving a base or a union early: all later tests stand on it.
  private static let creditOfProof = 0.5

  /// What a suspect does is nearly known, and the more it is tested with, the more its proof says of a service that is not
  /// quite monotone: suspects come last, where jobs would stand idle.
  private static let gainOfSuspect = 0.1

  /// What is good may be more by the next round.
  private static let gainOfUnion = 0.05

  /// All proposals for a board, the most telling first.
  static func all(for board: Board, session: OracleSession) -> [Proposal] {
    let proposals =
      chunks(board, jobs: session.jobs) + splits(board, session: session)
      + board.suspects.map { Proposal(work: .suspect($0), gain: gainOfSuspect) } + unions(board, session: session)
    let ranked = proposals.enumerated().sorted { ($1.element.gain, $0.offset) < ($0.element.gain, $1.offset) }
    return ranked.map(\.element)
  }

  /// Fresh candidates in chunks that pass with a chance of one half, or smaller where labs would stand idle.
  private static func chunks(_ board: Board, jobs: Int) -> [Proposal] {
    guard !board.fresh.isEmpty else { return [] }
    let fresh = board.fresh
    let room = max(1, jobs - board.blocks.count - (board.conflict == nil ? 0 : 1))
    let most = (fresh.count + room - 1) / room
    var proposals: [Proposal] = []
    var start = 0
    var chanceOfAll = 1.0
    while start < fresh.count, proposals.count < jobs {
      let survival = board.belief.survival(
        of: fresh[start...] + fresh[..<start], found: board.unhintedBreakers + board.blocks.count)
      if start == 0 { chanceOfAll = survival[fresh.count] }
      let even = Cut.between(passing: 0, breaking: nil, survival: survival, target: 0.5)
      let wall = board.foundations.first { $0 > fresh[start] } ?? .max
      let end = min(start + max(1, min(even, most)), fresh.firstIndex { $0 > wall } ?? fresh.count)
      proposals.append(
        Proposal(work: .chunk(Array(fresh[start..<end])), gain: max(entropy(survival[end - start]), 0.25)))
      start = end
    }
    if proposals.count > 1, board.conflict == nil {
      proposals.append(Proposal(work: .everything, gain: entropy(chanceOfAll)))
    }
    return proposals
  }

  /// Blocks split in more and more parts: the last part needs no test, so w tests split in w + 1.
  private static func splits(_ board: Board, session: OracleSession) -> [Proposal] {
    board.blocks.enumerated().flatMap { place, block in
      let most = min(session.jobs, block.members.count - 1)
      var proposals = (0..<most).map { tests in
        Proposal(work: .part(ofBlock: place), gain: 1.02 * log2(Double(tests + 2) / Double(tests + 1)))
      }
      if block.isBaseUnproved, session.implied(session.space.effects(of: block.base)) == nil {
        proposals.append(Proposal(work: .base(ofBlock: place), gain: creditOfProof))
      }
      return proposals
    }
  }

  /// The good together; when they fail, the first conflict among them.
  private static func unions(_ board: Board, session: OracleSession) -> [Proposal] {
    if let bracket = board.conflict?.bracket {
      let open = (bracket.breaking ?? bracket.length + 1) - bracket.passing - 1
      return (0..<min(session.jobs, open)).map { tests in
        Proposal(work: .conflict, gain: 1.05 * log2(Double(tests + 2) / Double(tests + 1)))
      }
    }
    guard !board.good.isEmpty, session.implied(session.space.effects(of: board.good)) == nil else { return [] }
    let isDue = board.merges >= (session.jobs >= 4 ? 2 : 4)
    return [Proposal(work: .union, gain: board.isSorted ? 9 : isDue ? creditOfProof : gainOfUnion)]
  }

  private static func entropy(_ chance: Double) -> Double {
    guard chance > 0, chance < 1 else { return 0 }
    return -chance * log2(chance) - (1 - chance) * log2(1 - chance)
  }
}
