/// A command of `ExecStartPre=` and its like (systemd.service(5), "Command Lines").
struct UnitCommand: Hashable, CustomStringConvertible {
  let path: String
  /// From the zeroth on.
  let arguments: [String]
  let flags: [String]

  init(path: String, arguments: [String], flags: [String] = []) {
    (self.path, self.arguments, self.flags) = (path, arguments, flags)
  }

  /// Reads a command from D-Bus, `(sasas…)`; nil where it is none.
  init?(_ value: BusValue) {
    guard let parts = value.elements, parts.count > 2, let path = parts[0].text, let arguments = parts[1].texts,
      let flags = parts[2].texts
    else { return nil }
    self.init(path: path, arguments: arguments, flags: flags)
  }

  private static let prefixes: [(flag: String, text: String)] = [
    ("ambient", "!!"), ("ignore-failure", "-"), ("no-env-expand", ":"), ("privileged", "+"), ("no-setuid", "!"),
    ("via-shell", "|"),
  ]

  /// The line as a unit file has it, but for specifiers.
  var description: String {
    let isNamedOtherwise = arguments.first != path
    let prefix = Self.prefixes.filter { flags.contains($0.flag) }.map(\.text).joined() + (isNamedOtherwise ? "@" : "")
    return prefix
      + ((isNamedOtherwise ? [path] : []) + arguments).map { Quoting.word($0, also: ";") }.joined(separator: " ")
  }

  /// Reads such a line; nil where it names no program.
  init?(parsing text: String) {
    var rest = text[...]
    var flags: [String] = []
    var isNamedOtherwise = false
    while let first = rest.first, first != "/", first != "\"" {
      if first == "@" {
        isNamedOtherwise = true
        rest.removeFirst()
      } else if let prefix = Self.prefixes.first(where: { rest.hasPrefix($0.text) }) {
        flags.append(prefix.flag)
        rest.removeFirst(prefix.text.count)
      } else {
        return nil
      }
    }
    var words = Self.words(in: rest)
    guard let path = words.first else { return nil }
    if isNamedOtherwise { words.removeFirst() }
    self.init(path: path, arguments: words, flags: flags)
  }

  /// As ``Quoting/word(_:also:)`` writes them.
  private static func words(in text: Substring) -> [String] {
    var words: [String] = []
    var word: String?
    var (isQuoted, isEscaped) = (false, false)
    for character in text {
      switch character {
      case _ where isEscaped:
        word = (word ?? "") + String(character)
        isEscaped = false
      case "\\" where isQuoted: isEscaped = true
      case "\"":
        isQuoted.toggle()
        word = word ?? ""
      case " " where !isQuoted:
        if let whole = word { words.append(whole) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }

  /// As `StartTransientUnit` takes it.
  var busValue: BusValue { .structure([.string(path), .strings(arguments), .strings(flags)]) }
}
