extension String {
  /// The text in one line with everything spelled out that could drive a terminal or hide on it: control characters,
  /// escape sequences, line breaks, and format characters, which reorder or vanish. `ESC` becomes `\x1b`.
  public var terminalSafe: String { spelledOut(keeping: []) }

  /// Like ``terminalSafe``, but of several lines: line feeds and tabs stay.
  public var terminalSafeLines: String { spelledOut(keeping: ["\n", "\t"]) }

  private func spelledOut(keeping kept: Set<Unicode.Scalar>) -> String {
    if unicodeScalars.allSatisfy({ !$0.drivesTerminals || kept.contains($0) }) { return self }
    var safe = ""
    for scalar in unicodeScalars {
      guard scalar.drivesTerminals, !kept.contains(scalar) else {
        safe.unicodeScalars.append(scalar)
        continue
      }
      switch scalar {
      case "\n": safe += "\\n"
      case "\t": safe += "\\t"
      case "\r": safe += "\\r"
      default:
        let digits = String(scalar.value, radix: 16)
        safe +=
          scalar.value < 0x100
          ? "\\x" + String(repeating: "0", count: 2 - digits.count) + digits : "\\u{\(digits)}"
      }
    }
    return safe
  }
}

extension Unicode.Scalar {
  /// Whether a terminal may act on it instead of showing it: the categories Cc, Cf, Zl and Zp of Unicode.
  public var drivesTerminals: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
