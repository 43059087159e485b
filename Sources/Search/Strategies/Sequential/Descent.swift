import Glibc

/// The way down to the first breaker of a list: a bracket that closes trial by trial, and how surprising it is where it
/// ends.
struct Descent {
  private(set) var bracket: Bracket
  /// survival[m]: the chance that the first m candidates pass.
  let survival: [Double]
  /// What was known to pass before the last trial that passed; nil when none did.
  private var passingBefore: Int?
  /// The chance of all that was known not to break before the last trial that failed; nil when none did.
  private var chanceBeyond: Double?

  init(_ bracket: Bracket, survival: [Double]) {
    self.bracket = bracket
    self.survival = survival
  }

  /// Closes the bracket to one side of `cut`.
  mutating func record(_ cut: Int, passed: Bool) {
    if passed {
      passingBefore = bracket.passing
      bracket.passing = cut
    } else {
      chanceBeyond = bracket.breaking.map { survival[$0] } ?? 0
      bracket.breaking = cut
    }
  }

  /// The chance that the first breaker stands just where the descent ended.
  private var chanceHere: Double { max(survival[bracket.passing] - survival[bracket.passing + 1], 1e-6) }

  /// Log odds against the last fail: had it been a flake, the first breaker would be somewhere beyond, or nowhere.
  var surpriseOfBreak: Double {
    guard let chanceBeyond else { return 0 }
    return log(max(survival[bracket.passing + 1] - chanceBeyond, 1e-9) / chanceHere)
  }

  /// Log odds against the last pass: had it been a flake, the base would hold a breaker and everything after it would
  /// fail at once. `streak` is the surprise of the descents just before that ended at once, too.
  func surpriseOfBase(after streak: Double) -> Double {
    if let passingBefore {
      return log(max(survival[passingBefore] - survival[bracket.passing], 1e-9) / chanceHere)
    }
    return bracket.passing == 0 ? streak - log(chanceHere) : 0
  }
}
