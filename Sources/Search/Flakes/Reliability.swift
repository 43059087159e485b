/// How far a single verdict of the oracle can be trusted, hence what has to be repeated.
public enum Reliability: Hashable, Sendable {
  /// Every verdict is final: nothing is run twice. For oracles that compute their answer.
  case exact
  /// The service is believed not to flake: besides the kept set, only a verdict that comes as a surprise is repeated, once.
  /// When a repetition contradicts, or a trial itself wavers, the search goes on as if nothing were known of the rates.
  case steady
  /// Verdicts are wrong at these rates.
  case known(FlakeRates)
  /// Verdicts may be wrong; of the unrestricted service, so many runs passed and failed. The rates are estimated from that
  /// and from whatever the search repeats.
  case measured(passes: Int, fails: Int)

  /// Verdicts may be wrong, nobody knows how often.
  public static let unknown = Reliability.measured(passes: 0, fails: 0)
}

/// How often verdicts are wrong.
public struct FlakeRates: Hashable, Sendable {
  /// Chance that a trial fails although its set is borne, 0..<0.5.
  public var falseFail: Double
  /// Chance that a trial passes although its set breaks something, 0..<0.5.
  public var falsePass: Double

  /// Rates as given. A search takes at least 1 % and 0.3 % for granted, so that no single verdict outweighs everything.
  public init(falseFail: Double, falsePass: Double) {
    self.falseFail = falseFail
    self.falsePass = falsePass
  }

  /// The rates that evidence is weighed with.
  var bounded: FlakeRates {
    FlakeRates(falseFail: min(max(falseFail, 0.01), 0.25), falsePass: min(max(falsePass, 0.003), 0.25))
  }
}
