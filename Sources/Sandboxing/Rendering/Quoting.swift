/// Putting text where systemd or a shell would read more into it than is meant.
enum Quoting {
  /// One word of a list in a unit file: specifiers (`%`), blanks, quotes and backslashes lose their meaning
  /// (systemd.syntax(7), systemd.unit(5) "Specifiers").
  static func unitFile(_ text: String) -> String { word(specifiers(text)) }

  /// Text in a unit file that is not taken apart into words.
  static func specifiers(_ text: String) -> String { text.replacing("%", with: "%%") }

  /// One word of a list, where no specifiers are resolved: on the command line of systemd-run.
  static func word(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      scalar.value > 0x20 && !["\"", "'", "\\"].contains(scalar)
    }
    if isPlain && !text.isEmpty { return text }
    return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// One argument for a POSIX shell.
  static func shell(_ text: String) -> String {
    let plain: Set<Character> = ["_", "-", "=", "/", ".", ",", ":", "@", "%", "+"]
    let isPlain = text.allSatisfy { ($0.isASCII && ($0.isLetter || $0.isNumber)) || plain.contains($0) }
    if isPlain && !text.isEmpty { return text }
    return "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
