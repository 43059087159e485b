/// The adaptive strategy, one trial at a time: a run in preference order that tests prefixes instead of single candidates,
/// cut where the answer tells most.
///
/// Suspects are tested last, each with nothing but the accepted candidates that come before it: that keeps the result
/// equal to the run in preference order whatever the hints say, so they change the cost and nothing else.
struct Nested {
  private let inquiry: Inquiry
  private let target: Double
  private var belief: Belief
  private var undecided: Set<Int> = []

  init(inquiry: Inquiry, hints: [Int: Double], target: Double) {
    self.inquiry = inquiry
    self.target = target
    belief = Belief(candidates: inquiry.space.count, hints: hints)
  }

  mutating func run() async throws -> Selection {
    var suspects = Set(belief.suspects)
    while true {
      let others = inquiry.space.candidates.indices.filter { !suspects.contains($0) }
      var selection = Selection()
      try await extend(&selection, by: others, keepingOrder: false)
      try await extend(&selection, by: suspects.sorted(), keepingOrder: true)
      let kept = inquiry.space.effects(of: selection.accepted)
      if try await inquiry.ask(kept) == .passed {
        try await inquiry.confirm(kept, .passed, suspicion: 1, isFinal: true)
        selection.undecided = undecided
        return selection
      }
      suspects = Set(selection.rejected)  // candidates interact: prove them again, against what is kept now
    }
  }

  /// Goes through `list` greedily. With `keepingOrder`, a candidate is only tested with what comes before it.
  private mutating func extend(_ selection: inout Selection, by list: [Int], keepingOrder: Bool) async throws {
    var rest = list[...].filter { !undecided.contains($0) }
    var found = 0
    var streak = 0
    while true {
      settle(&rest, &selection, keepingOrder: keepingOrder)
      guard !rest.isEmpty else { return }
      let base = Prefixes(space: inquiry.space, accepted: selection.accepted, keepingOrder: keepingOrder)
      var bracket = Bracket(prefixes: base.extended(by: rest), knowledge: inquiry.knowledge)
      let survival = belief.survival(of: rest, found: found)
      while !bracket.isSettled {
        let cut = Cut.between(
          passing: bracket.passing, breaking: bracket.breaking, survival: survival, target: target)
        if try await inquiry.ask(bracket.prefixes[cut]) == .passed {
          bracket.passing = cut
        } else {
          bracket.breaking = cut
        }
      }
      let passing = rest.prefix(bracket.passing)
      for candidate in passing { belief.observe(candidate, broke: false) }
      if bracket.passing < bracket.length {
        let breaker = rest[bracket.passing]
        streak = bracket.passing == 0 ? streak + 1 : 0
        if try await prove(breaker, in: bracket, streak: streak) {
          selection.rejected.append(breaker)
          belief.observe(breaker, broke: true)
          if !belief.isHinted(breaker) { found += 1 }
        } else {
          undecided.insert(breaker)
        }
      }
      selection.accept(passing)
      rest.removeFirst(min(bracket.passing + 1, rest.count))
    }
  }

  /// Whether the candidate that a settled bracket stops at is proved to break; false when no trial can tell.
  private func prove(_ breaker: Int, in bracket: Bracket, streak: Int) async throws -> Bool {
    let (base, broken) = (bracket.prefixes[bracket.passing], bracket.prefixes[bracket.passing + 1])
    guard inquiry.implied(broken) == .failed else { return false }
    try await inquiry.confirm(base, .passed, suspicion: streak)
    try await inquiry.confirm(broken, .failed)
    return true
  }

  /// Takes out of `rest` what needs no trial: members of a kept group, rungs above a rejected one.
  private func settle(_ rest: inout [Int], _ selection: inout Selection, keepingOrder: Bool) {
    let space = inquiry.space
    let everything = space.effects(of: selection.accepted)
    var remaining: [Int] = []
    var free: [Int] = []
    for candidate in rest {
      let own = space.candidates[candidate]
      let base = keepingOrder ? space.effects(of: selection.accepted(before: candidate)) : everything
      if own.isSubset(of: base) {
        free.append(candidate)
      } else if inquiry.implied(base.union(own)) == .failed {
        selection.rejected.append(candidate)
      } else {
        remaining.append(candidate)
      }
    }
    rest = remaining
    selection.accept(free)
  }
}
