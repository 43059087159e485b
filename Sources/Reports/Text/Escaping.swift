import Sandboxing
import Workflows

/// Text in CommonMark with GitHub's tables, where it must mean itself and nothing else.
enum MarkdownText {
  /// Running text: every character that could begin markup is escaped.
  static func plain(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      if special.contains(scalar) { escaped += "\\" }
      escaped.unicodeScalars.append(scalar)
    }
    return escaped
  }

  /// Code in running text.
  static func code(_ text: String) -> String {
    let fence = String(repeating: "`", count: longestRun(of: "`", in: text) + 1)
    let padding = text.hasPrefix("`") || text.hasSuffix("`") || text.isEmpty ? " " : ""
    return fence + padding + text + padding + fence
  }

  /// Code in a cell of a table, where a bar would end the cell even inside code.
  static func cellCode(_ text: String) -> String { code(text.replacing("|", with: "\\|")) }

  /// Lines of code.
  static func block(_ text: String, language: String = "") -> String {
    let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
    return "\(fence)\(language)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)"
  }

  private static let special = Set("\\`*_{}[]<>()#+!|&~".unicodeScalars)

  private static func longestRun(of character: Character, in text: String) -> Int {
    var (longest, run) = (0, 0)
    for other in text {
      run = other == character ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}

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
