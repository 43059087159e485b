/// The adaptive strategy, one trial at a time: a run in preference order that tests prefixes instead of single candidates,
/// cut where the answer tells most.
///
/// Suspects are tested last, each with nothing but the accepted candidates that come before it: that keeps the result
/// equal to the run in preference order whatever the hints say, so they change the cost and nothing else.
struct Nested {
  private let session: OracleSession
  private let target: Double
  private var belief: Belief
  private var undecided: Set<Int> = []

  init(session: OracleSession, hints: [Int: Double], target: Double) {
    self.session = session
    self.target = target
    belief = Belief(candidates: session.space.count, hints: hints)
  }

  mutating func run() async throws -> Selection {
    var suspects = Set(belief.suspects)
    while true {
      let others = session.space.candidates.indices.filter { !suspects.contains($0) }
      var selection = Selection()
      try await extend(&selection, by: others, keepingOrder: false)
      try await extend(&selection, by: suspects.sorted(), keepingOrder: true)
      let kept = session.space.effects(of: selection.accepted)
      session.reason = "all that is kept, together"
      if try await session.ask(kept) == .passed {
        try await session.confirm([.isKept(kept)])
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
    var streak = 0.0
    while true {
      settle(&rest, &selection, keepingOrder: keepingOrder)
      guard !rest.isEmpty else { return }
      let base = Prefixes(space: session.space, accepted: selection.accepted, keepingOrder: keepingOrder)
      var descent = Descent(
        Bracket(prefixes: base.extended(by: rest), knowledge: session.knowledge),
        survival: belief.survival(of: rest, found: found))
      while !descent.bracket.isSettled {
        let cut = Cut.between(
          passing: descent.bracket.passing, breaking: descent.bracket.breaking, survival: descent.survival,
          target: target)
        session.reason = "\(cut) of \(rest.count) candidates on top of what is kept"
        descent.record(cut, passed: try await session.ask(descent.bracket.prefixes[cut]) == .passed)
      }
      let passing = rest.prefix(descent.bracket.passing)
      for candidate in passing { belief.observe(candidate, broke: false) }
      if passing.count < rest.count {
        let breaker = rest[passing.count]
        if try await prove(descent, after: &streak) {
          selection.rejected.append(breaker)
          belief.observe(breaker, broke: true)
          if !belief.isHinted(breaker) { found += 1 }
        } else {
          undecided.insert(breaker)
        }
      }
      selection.accept(passing)
      rest.removeFirst(min(passing.count + 1, rest.count))
    }
  }

  /// Whether the candidate that a descent ended at is proved to break; false when no trial can tell.
  private func prove(_ descent: Descent, after streak: inout Double) async throws -> Bool {
    let bracket = descent.bracket
    let (base, broken) = (bracket.prefixes[bracket.passing], bracket.prefixes[bracket.passing + 1])
    guard session.implied(broken) == .failed else { return false }
    let surpriseOfBase = descent.surpriseOfBase(after: streak)
    streak = bracket.passing == 0 ? surpriseOfBase : 0
    try await session.confirm([
      .passes(base, surprise: surpriseOfBase), .fails(broken, surprise: descent.surpriseOfBreak),
    ])
    return true
  }

  /// Takes out of `rest` what needs no trial: members of a kept group, rungs above a rejected one.
  private func settle(_ rest: inout [Int], _ selection: inout Selection, keepingOrder: Bool) {
    let space = session.space
    let everything = space.effects(of: selection.accepted)
    var remaining: [Int] = []
    var free: [Int] = []
    for candidate in rest {
      let own = space.candidates[candidate]
      let base = keepingOrder ? space.effects(of: selection.accepted(before: candidate)) : everything
      if own.isSubset(of: base) {
        free.append(candidate)
      } else if session.implied(base.union(own)) == .failed {
        selection.rejected.append(candidate)
      } else {
        remaining.append(candidate)
      }
    }
    rest = remaining
    selection.accept(free)
  }
}
