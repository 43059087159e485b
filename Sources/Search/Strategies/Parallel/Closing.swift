import BitCollections
import Glibc

/// The end of a parallel search: from a candidate result to one that is proved.
///
/// All open proof sets run side by side. A conflict among the kept candidates throws out the first in preference order;
/// rejected candidates that pass their proof set after all come back.
struct Closing {
  let session: OracleSession
  private(set) var board: Board

  init(session: OracleSession, board: Board) {
    self.session = session
    self.board = board
  }

  /// Changes the board until what is good is proved to be the result.
  mutating func settle() async throws {
    while true {
      let kept = session.space.effects(of: board.good)
      let proofs = self.proofs
      session.reason = "the result and the proofs of what it rejects"
      try await session.askAll([kept] + proofs.map(\.set))
      if let outcome = session.implied(kept), outcome != .passed {
        try await dropFirstConflict()
      } else if case let wanted = proofs.filter({ session.implied($0.set) == .passed }), !wanted.isEmpty {
        board.good.formUnion(BitSet(wanted.map(\.candidate)))
      } else if let lost = proofs.first(where: { session.implied($0.set) == .inconclusive }) {
        board.undecided.insert(lost.candidate)
      } else if session.implied(kept) == .passed, proofs.allSatisfy({ session.implied($0.set) == .failed }) {
        return
      }
    }
  }

  /// Repeats what the result rests on.
  func confirm() async throws {
    let proofs = self.proofs
    let usual = log(Double(max(board.good.count, 1)) / Double(max(proofs.count, 1)))
    try await session.confirm(
      [.isKept(session.space.effects(of: board.good))]
        + proofs.map { .fails($0.set, surprise: board.rejected[$0.candidate] ?? usual) })
  }

  /// The result, once it is settled.
  var selection: Selection {
    Selection(accepted: Array(board.good), rejected: proofs.map(\.candidate), undecided: Set(board.undecided))
  }

  /// For each candidate that is not good, what must fail for it to be rejected.
  private var proofs: [(candidate: Int, set: EffectSet)] {
    let others = BitSet(session.space.candidates.indices).subtracting(board.good).subtracting(board.undecided)
    return others.map { candidate in
      let before = session.space.effects(of: board.good.intersection(0..<candidate))
      return (candidate, before.union(session.space.candidates[candidate]))
    }
  }

  /// Throws out the first kept candidate that does not go with those before it.
  private mutating func dropFirstConflict() async throws {
    let members = Array(board.good)
    let prefixes = Prefixes(space: session.space, accepted: [], keepingOrder: false).extended(by: members)
    var bracket = Bracket(prefixes: prefixes, knowledge: session.knowledge)
    while !bracket.isSettled, let breaking = bracket.breaking {
      session.reason = "the result fails as a whole: where does it begin to?"
      try await session.askAll(bracket.evenCuts(min(session.jobs, breaking - bracket.passing - 1)))
      bracket.narrow(by: session.knowledge)
    }
    guard let breaking = bracket.breaking else { return }
    try await session.confirm(bracket.claims(surprise: board.surpriseOfConflict()))
    board.good.remove(members[breaking - 1])
    if session.implied(prefixes[breaking]) != .failed { board.undecided.insert(members[breaking - 1]) }
  }
}
