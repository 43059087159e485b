/// A manual page of section 8, made of what the command itself says.
public struct ManualPage {
  /// The page's name: `cinch-find`.
  public let name: String
  /// The page in the language of man(7).
  public let text: String

  /// The page of `cinch` and of each of its verbs, `cinch-lab-shell` included.
  ///
  /// - Throws: what decoding the parser's own description throws; none is known.
  public static func all() throws -> [ManualPage] { pages(of: try HelpTree.cinch(), called: []) }

  private static func pages(of tree: HelpTree, called parents: [String]) -> [ManualPage] {
    let words = parents + [tree.commandName]
    return [ManualPage(of: tree, called: words)] + tree.shown.flatMap { pages(of: $0, called: words) }
  }

  private init(of tree: HelpTree, called words: [String]) {
    let notes = ManualNotes.of(words.dropFirst().joined(separator: " "))
    let arguments = (tree.arguments ?? []).filter(\.shouldDisplay)
    name = words.joined(separator: "-")
    var lines = [
      ".TH \"\(name.uppercased())\" 8 \"\" \"cinch \(Version.own)\" \"System Administration\"",
      Roff.section("Name"), "\(Roff.text(name)) \\- \(Roff.text(Self.clause(tree.abstract ?? "")))",
      Roff.section("Synopsis"), Self.synopsis(words, arguments, of: tree),
    ]
    if let discussion = tree.discussion { lines += [Roff.section("Description")] + Roff.paragraphs(discussion) }
    if !tree.shown.isEmpty {
      lines.append(Roff.section("Commands"))
      lines += Roff.terms(
        tree.shown.map { ("\((words + [$0.commandName]).joined(separator: "-"))(8)", $0.abstract ?? "") })
    }
    lines += Self.options(arguments)
    if !notes.statuses.isEmpty || notes.statusOfCommand {
      lines.append(Roff.section("Exit status"))
      if notes.statusOfCommand {
        lines.append(Roff.text("That of the command, or 128 and the number of the signal that ended it."))
      }
      lines += Roff.terms(notes.statuses.map { ("\($0.rawValue)", $0.meaning) })
      if notes.isInterruptible { lines += Roff.terms([("130, 143", "Ended by a signal, after cleaning up.")]) }
    }
    if !notes.files.isEmpty { lines += [Roff.section("Files")] + Roff.terms(notes.files.map { ($0.path, $0.meaning) }) }
    if !notes.environment.isEmpty {
      lines += [Roff.section("Environment")] + Roff.terms(notes.environment.map { ($0.name, $0.meaning) })
    }
    lines += [Roff.section("See also"), Self.relatives(of: words, tree)]
    text = lines.joined(separator: "\n") + "\n"
  }

  /// What stands behind a page's name: a clause without a full stop.
  private static func clause(_ sentence: String) -> String {
    sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
  }

  private static func synopsis(_ words: [String], _ arguments: [HelpTree.Argument], of tree: HelpTree) -> String {
    var parts = [Roff.bold(words.joined(separator: " "))]
    if !tree.shown.isEmpty { return parts[0] + " " + Roff.italic("command") + " \\&..." }
    if arguments.contains(where: { $0.kind != .positional }) { parts.append("[" + Roff.italic("option") + " \\&...]") }
    for argument in arguments where argument.kind == .positional {
      let text = Roff.italic(argument.valueName ?? "argument") + (argument.isRepeating ? " \\&..." : "")
      let wanted = argument.parsingStrategy == "postTerminator" ? Roff.bold("--") + " " + text : text
      parts.append(argument.isOptional ? "[\(wanted)]" : wanted)
    }
    return parts.joined(separator: " ")
  }

  /// The arguments under the titles that the help gives them.
  private static func options(_ arguments: [HelpTree.Argument]) -> [String] {
    var titles: [String] = []
    for argument in arguments where !titles.contains(title(of: argument)) { titles.append(title(of: argument)) }
    return titles.flatMap { title in
      [Roff.section(title)] + arguments.filter { self.title(of: $0) == title }.flatMap(entry)
    }
  }

  private static func title(of argument: HelpTree.Argument) -> String {
    argument.sectionTitle ?? (argument.kind == .positional ? "Arguments" : "Options")
  }

  private static func entry(of argument: HelpTree.Argument) -> [String] {
    let value = Roff.italic(argument.valueName ?? "value")
    let head =
      argument.kind == .positional
      ? value
      : (argument.names ?? []).map { Roff.bold($0.text) }.joined(separator: ", ")
        + (argument.kind == .option ? " " + value : "")
    var text = [argument.abstract, argument.discussion].compactMap { $0 }.filter { !$0.isEmpty }
    if let values = argument.allValues, !values.isEmpty { text.append("One of: \(values.joined(separator: ", ")).") }
    if let value = argument.defaultValue, !value.isEmpty { text.append("The default is \(value).") }
    return [".TP", head] + text.map { Roff.text($0) }
  }

  private static func relatives(of words: [String], _ tree: HelpTree) -> String {
    let own = tree.shown.map { (words + [$0.commandName]).joined(separator: "-") }
    let parents = words.count > 1 ? [words.dropLast().joined(separator: "-")] : []
    let pages = (parents + own).map { "\(Roff.bold($0))(8)" }
    return (pages + ["\\fBsystemd.exec\\fR(5)", "\\fBsystemd.unit\\fR(5)"]).joined(separator: ",\n")
  }
}

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
