/// Putting text where systemd or a shell would read more into it than is meant.
public enum Quoting {
  /// Text in a unit file, where `%` begins a specifier (systemd.unit(5), "Specifiers").
  static func specifiers(_ text: String) -> String { text.replacing("%", with: "%%") }

  /// One word of a list: blanks, quotes, backslashes and other separators lose their meaning (systemd.syntax(7)).
  public static func word(_ text: String, also separators: String = "") -> String {
    let special = "\"'\\" + separators
    let isPlain = text.unicodeScalars.allSatisfy { $0.value > 0x20 && !special.unicodeScalars.contains($0) }
    if isPlain && !text.isEmpty { return text }
    return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// One word of a command line in a unit file, where specifiers and variables are replaced, a semicolon begins another
  /// command, and a line end ends the setting (systemd.service(5), "Command Lines").
  public static func argument(_ text: String) -> String {
    specifiers(word(text, also: ";")).replacing("$", with: "$$").replacing("\n", with: "\\n")
      .replacing("\r", with: "\\r")
  }

  /// One argument for a POSIX shell.
  public static func shell(_ text: String) -> String {
    let plain: Set<Character> = ["_", "-", "=", "/", ".", ",", ":", "@", "%", "+"]
    let isPlain = text.allSatisfy { ($0.isASCII && ($0.isLetter || $0.isNumber)) || plain.contains($0) }
    if isPlain && !text.isEmpty { return text }
    return "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
