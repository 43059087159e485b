import BitCollections
import Glibc

/// The end of a parallel search: from a candidate result to one that is proved.
///
/// All open proof sets run side by side. A conflict among the kept candidates throws out the first in preference order; a
/// rejected candidate that passes its proof set after all comes back, the most wanted first.
struct Closing {
  let inquiry: Inquiry
  var good: BitSet
  var undecided: BitSet

  mutating func run() async throws -> Selection {
    while true {
      let kept = inquiry.space.effects(of: good)
      let others = BitSet(inquiry.space.candidates.indices).subtracting(good).subtracting(undecided)
      let proofs = others.map { (candidate: $0, set: proof(of: $0)) }
      try await inquiry.askAll([kept] + proofs.map(\.set))
      if let outcome = inquiry.implied(kept), outcome != .passed {
        try await dropFirstConflict()
      } else if let wanted = proofs.first(where: { inquiry.implied($0.set) == .passed }) {
        good.insert(wanted.candidate)
      } else if let lost = proofs.first(where: { inquiry.implied($0.set) == .inconclusive }) {
        undecided.insert(lost.candidate)
      } else if inquiry.implied(kept) == .passed, proofs.allSatisfy({ inquiry.implied($0.set) == .failed }) {
        let surprise = log(Double(max(good.count, 1)) / Double(max(proofs.count, 1)))
        try await inquiry.confirm([.isKept(kept)] + proofs.map { .fails($0.set, surprise: surprise) })
        return Selection(accepted: Array(good), rejected: proofs.map(\.candidate), undecided: Set(undecided))
      }
    }
  }

  /// What must fail for `candidate` to be rejected.
  private func proof(of candidate: Int) -> EffectSet {
    inquiry.space.effects(of: good.intersection(0..<candidate)).union(inquiry.space.candidates[candidate])
  }

  /// Throws out the first kept candidate that does not go with those before it.
  private mutating func dropFirstConflict() async throws {
    let members = Array(good)
    let prefixes = Prefixes(space: inquiry.space, accepted: [], keepingOrder: false).extended(by: members)
    var bracket = Bracket(prefixes: prefixes, knowledge: inquiry.knowledge)
    while !bracket.isSettled, let breaking = bracket.breaking {
      try await inquiry.askAll(bracket.evenCuts(min(inquiry.jobs, breaking - bracket.passing - 1)))
      bracket.narrow(by: inquiry.knowledge)
    }
    guard let breaking = bracket.breaking else { return }
    good.remove(members[breaking - 1])
    if inquiry.implied(prefixes[breaking]) != .failed { undecided.insert(members[breaking - 1]) }
  }
}
