extension Duration {
  /// Reads a time span as systemd.time(7) writes them: `300ms`, `30s`, `1min 30s`; a bare number counts seconds.
  ///
  /// Nil where the text is none, is negative, or is longer than a year.
  public init?(timeSpan text: some StringProtocol) {
    var rest = Substring(text).drop { $0 == " " }
    guard !rest.isEmpty else { return nil }
    var total = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
      rest = rest.dropFirst(digits.count).drop { $0 == " " }
      let word = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(word.count).drop { $0 == " " }
      guard let number = Double(digits), let unit = Self.timeUnits[String(word)] else { return nil }
      total += number * unit
    }
    guard total <= 31_557_600 else { return nil }
    self = .microseconds(Int64((total * 1_000_000).rounded()))
  }

  /// The span in the largest unit in which it is a whole number: `300ms`, `90s`; to the microsecond.
  public var timeSpan: String {
    let (seconds, attoseconds) = components
    let microseconds = attoseconds / 1_000_000_000_000
    if microseconds == 0 { return "\(seconds)s" }
    let total = seconds * 1_000_000 + microseconds
    return total % 1000 == 0 ? "\(total / 1000)ms" : "\(total)us"
  }

  /// The whole as a number of seconds, to the microsecond.
  public var inSeconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds / 1_000_000_000_000) / 1_000_000
  }

  /// The span in a sentence, to the tenth of a second, below that in milliseconds: `1.9 s`, `40 ms`.
  var inWords: String {
    inSeconds < 0.1 ? "\(Int((inSeconds * 1000).rounded())) ms" : "\((inSeconds * 10).rounded() / 10) s"
  }

  /// The span as a log has it: `1903 ms`.
  public var inMilliseconds: String { "\(Int(self / .milliseconds(1))) ms" }

  private static let timeUnits: [String: Double] = [
    "us": 0.000_001, "usec": 0.000_001, "ms": 0.001, "msec": 0.001, "": 1, "s": 1, "sec": 1, "second": 1, "seconds": 1,
    "m": 60, "min": 60, "minute": 60, "minutes": 60, "h": 3600, "hr": 3600, "hour": 3600, "hours": 3600,
  ]
}
