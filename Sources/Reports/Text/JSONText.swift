import Sandboxing
import Ledger

/// A value as JSON that is the same for the same value, easy to read, and safe to print: what could drive a terminal
/// appears as `\uXXXX`, which changes nothing for a parser.
struct JSONText {
  let text: String

  init(_ value: some Encodable) throws {
    text = Self.escaped(try StableJSON(value, pretty: true).text) + "\n"
  }

  /// The encoder escapes what JSON's grammar demands, which ends at U+001F.
  private static func escaped(_ json: String) -> String {
    var escaped = ""
    for scalar in json.unicodeScalars {
      if scalar == "\n" || !scalar.drivesTerminals {
        escaped.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    return escaped
  }
}

/// Results for programs: every value that a report has, under its own name.
struct JSONFormat: Format {
  func text(of report: Report) throws -> String? { try JSONText(report.payload()).text }
}
