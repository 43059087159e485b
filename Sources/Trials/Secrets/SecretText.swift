import Glibc

/// What in a text looks like a secret, and is replaced wherever the text is shown or stored. It is a guess by names and
/// forms, and prefers to hide too much: whoever needs the value has it in the unit.
public enum SecretText {
  /// What stands in a secret's place.
  public static let placeholder = "<hidden>"

  /// The text without what looks like a secret in it: `password=…`, `Bearer …`, `https://user:…@host`.
  public static func masked(_ text: String) -> String {
    var masked = text
    // Most texts have none of the signs, and looking for them is a hundred times cheaper than the expressions.
    if hasAny(of: signs, in: text) {
      masked = masked.replacing(assignment) { "\($0.output.1)\(placeholder)" }
        .replacing(statement) { "\($0.output.1)\(placeholder)" }
    }
    if hasAny(of: ["bearer ", "basic "], in: text) {
      masked = masked.replacing(authorization) { "\($0.output.1)\(placeholder)" }
    }
    if hasAny(of: ["://"], in: text) {
      masked = masked.replacing(userInformation) { "\($0.output.1)\(placeholder)@" }
    }
    return masked
  }

  /// Whether a text has one of these words of ASCII, in whatever case.
  private static func hasAny(of words: [String], in text: String) -> Bool {
    // A search of C's ends at the first NUL.
    if text.utf8.contains(0) { return true }
    let small = text.lowercased()
    return words.contains { strstr(small, $0) != nil }
  }

  /// The words of a command line: also what follows an option that is named after a secret.
  static func masked(words: [String]) -> [String] {
    var isNamed = false
    return words.map { word in
      defer { isNamed = word.hasPrefix("-") && !word.contains("=") && names(word) }
      return isNamed && !word.hasPrefix("-") ? placeholder : masked(word)
    }
  }

  /// A variable of an environment, `NAME=VALUE`: only values that cannot be secrets are left.
  static func masked(assignment: String) -> String {
    guard let (name, value) = parts(of: assignment), !isHarmless(value, of: name) else { return assignment }
    return "\(name)=\(placeholder)"
  }

  /// Name and value of a variable.
  static func parts(of assignment: String) -> (name: String, value: String)? {
    guard let sign = assignment.firstIndex(of: "=") else { return nil }
    return (String(assignment[..<sign]), String(assignment[assignment.index(after: sign)...]))
  }

  /// Whether a name is one that secrets have.
  static func names(_ name: String) -> Bool { hasAny(of: signs, in: name) && name.firstMatch(of: sign) != nil }

  private static func isHarmless(_ value: String, of name: String) -> Bool {
    if names(name) { return value.isEmpty }
    if value.utf8.count < 4 || usualNames.contains(name) || name.hasPrefix("LC_") { return true }
    if ["true", "false"].contains(value.lowercased()) { return true }
    let isNumber =
      value.utf8.count < 6 && value.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return isNumber || value.hasPrefix("/") && !value.contains { "@?=".contains($0) || $0.isWhitespace }
  }

  /// Variables that say how programs talk and where they find things (environ(7)).
  private static let usualNames: Set<String> = [
    "PATH", "HOME", "LANG", "LANGUAGE", "LOGNAME", "PWD", "SHELL", "TERM", "TMPDIR", "TZ", "USER",
  ]

  /// One of these is in every name of a secret, by all of the expressions below.
  private static let signs = ["pass", "pwd", "secret", "token", "credential", "key", "auth"]

  // Regular expressions are not Sendable; these are made anew, which costs less than what they are used for.
  private static var sign: Regex<Substring> {
    /(?i)pass|pwd|secret|token|credential|api-?_?key|access-?_?key|private-?_?key|auth/
  }

  private static var assignment: Regex<(Substring, Substring)> {
    /(?i)((?:pass|pwd|secret|token|credential|api-?_?key|access-?_?key|private-?_?key|auth)[a-z0-9_-]*["']?=["']?)[^\s"',;&]+/
  }

  /// In prose and in JSON.
  private static var statement: Regex<(Substring, Substring)> {
    /(?i)((?:password|passwd|passphrase|secret|token|api-?_?key)["']?: ?["']?)[^\s"',;&]+/
  }

  private static var authorization: Regex<(Substring, Substring)> {
    /(?i)(\b(?:bearer|basic) )[a-z0-9+\/=._~-]{8,}/
  }

  private static var userInformation: Regex<(Substring, Substring)> {
    /(:\/\/[^\s\/:@]*:)[^\s\/@]+@/
  }
}
