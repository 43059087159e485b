import Sandboxing
import Workflows

/// Text in an XML document.
enum XMLText {
  /// Text that is safe in content and in a quoted attribute. What XML 1.0 has no place for (most control characters, and
  /// two that are no characters) is spelled out as for a terminal. Scalar by scalar: a quote followed by a combining mark is
  /// a quote all the same.
  static func safe(_ text: String) -> String {
    var safe = ""
    for scalar in text.terminalSafeLines.unicodeScalars {
      switch scalar {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&apos;"
      case "\u{fffe}", "\u{ffff}": safe += "\\u{\(String(scalar.value, radix: 16))}"
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }
}
