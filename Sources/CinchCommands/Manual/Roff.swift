/// Text in the language of manual pages, man(7).
enum Roff {
  /// The text as it is: backslashes and hyphens are meant, and no line begins with a request.
  static func text(_ text: some StringProtocol) -> String {
    String(text).split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let escaped = line.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : String(escaped)
    }.joined(separator: "\n")
  }

  /// Paragraphs, which empty lines part.
  static func paragraphs(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? ".PP" : self.text($0) }
  }

  static func bold(_ word: some StringProtocol) -> String { "\\fB\(text(word))\\fR" }
  static func italic(_ word: some StringProtocol) -> String { "\\fI\(text(word))\\fR" }

  /// The entries of a list of terms, each with its explanation.
  static func terms(_ terms: [(term: String, text: String)]) -> [String] {
    terms.flatMap { [".TP", bold($0.term)] + paragraphs($0.text) }
  }

  /// A heading.
  static func section(_ title: String) -> String { ".SH \"\(text(title.uppercased()))\"" }
}
