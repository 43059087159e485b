import Glibc

/// How far a single verdict of the oracle can be trusted, hence what has to be repeated.
public enum Reliability: Hashable, Sendable {
  /// Every verdict is final: nothing is run twice. For oracles that compute their answer.
  case exact
  /// The service never flaked so far. Only the kept set is confirmed, and when that goes wrong the rates are unknown.
  case steady
  /// Verdicts are wrong at these rates: known, or measured on the baseline.
  case flaky(FlakeRates)
  /// Verdicts may be wrong, nobody knows how often.
  case unknown
}

/// How often verdicts are wrong.
public struct FlakeRates: Hashable, Sendable {
  /// Chance that a trial fails although its set is borne, 0..<0.5.
  public var falseFail: Double
  /// Chance that a trial passes although its set breaks something, 0..<0.5.
  public var falsePass: Double

  /// Rates as given; a search takes at least 1 % and 0.5 % for granted.
  public init(falseFail: Double, falsePass: Double) {
    self.falseFail = falseFail
    self.falsePass = falsePass
  }

  /// What is assumed where nothing is known.
  static let assumed = FlakeRates(falseFail: 0.05, falsePass: 0.01)

  /// The rates that evidence is weighed with: never so small that one verdict outweighs everything.
  var floored: FlakeRates { FlakeRates(falseFail: max(falseFail, 0.01), falsePass: max(falsePass, 0.005)) }
}

/// How often a set passed and failed.
struct Tally: Hashable, Sendable {
  var passes = 0
  var fails = 0

  /// Log-likelihood ratio of "borne" to "breaks" at these rates.
  func evidence(at rates: FlakeRates) -> Double {
    let perPass = log((1 - rates.falseFail) / rates.falsePass)
    let perFail = log((1 - rates.falsePass) / rates.falseFail)
    return Double(passes) * perPass - Double(fails) * perFail
  }
}
