/// Growing prefixes of a list of candidates on a base, and what is known about where the first of them stops passing.
struct Bracket {
  /// `prefixes[m]` holds the base and the first m candidates.
  let prefixes: [EffectSet]
  /// The longest prefix that is known to pass; 0 also when nothing is known of the base.
  var passing = 0
  /// The shortest prefix that is known not to pass; nil when none is.
  var breaking: Int?

  /// Reads from `knowledge` what it implies; nothing is tried.
  init(prefixes: [EffectSet], knowledge: Knowledge) {
    self.prefixes = prefixes
    narrow(by: knowledge)
  }

  /// How many candidates there are.
  var length: Int { prefixes.count - 1 }

  /// Whether the longest passing prefix is settled: it is the whole list, or the next candidate breaks it.
  var isSettled: Bool { passing == length || breaking == passing + 1 }

  /// Takes in what `knowledge` says by now.
  mutating func narrow(by knowledge: Knowledge) {
    var low = passing
    var high = length
    while low < high {
      let middle = (low + high + 1) / 2
      if knowledge.implied(prefixes[middle]) == .passed { low = middle } else { high = middle - 1 }
    }
    passing = low
    var last = low
    var first = breaking ?? length + 1
    while first - last > 1 {
      let middle = (last + first) / 2
      let implied = knowledge.implied(prefixes[middle])
      if implied == .failed || implied == .inconclusive { first = middle } else { last = middle }
    }
    breaking = first <= length ? first : nil
  }
}

extension Bracket {
  /// As many as `count` prefixes that cut the open part evenly.
  func evenCuts(_ count: Int) -> [EffectSet] {
    let breaking = breaking ?? length + 1
    return (1...max(1, count)).compactMap { part in
      let cut = passing + (breaking - passing) * part / (count + 1)
      return count > 0 && cut > passing ? prefixes[cut] : nil
    }
  }

  /// What a settled bracket says of the candidate that it stops at: its base passes, and does not with it.
  func claims(surprise: Double) -> [Claim] {
    [.passes(prefixes[passing], surprise: surprise)]
      + (breaking.map { [.fails(prefixes[$0], surprise: surprise)] } ?? [])
  }
}
