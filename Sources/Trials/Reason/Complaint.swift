/// A line of a log that speaks of something that went wrong.
struct Complaint {
  /// How plainly it speaks.
  enum Weight: Int, Comparable {
    /// Something is wrong.
    case trouble
    /// Something could not be done.
    case failure
    /// Something was denied, in the words of an errno (errno(3)).
    case denial

    static func < (one: Weight, other: Weight) -> Bool { one.rawValue < other.rawValue }
  }

  /// Without the name of who says it.
  let text: String
  let weight: Weight

  /// Nothing for a line that complains of nothing, and for what the manager says of each run that fails.
  init?(_ line: String, isSevere: Bool) {
    let parts = line.split(separator: ": ", maxSplits: 1, omittingEmptySubsequences: false)
    let (speaker, message) = parts.count == 2 ? (parts[0], parts[1]) : ("", line[...])
    let words = message.lowercased()
    func speaks(of signs: [String]) -> Bool { signs.contains(where: words.contains) }
    guard !Self.isRoutine(words, by: speaker) else { return nil }
    // What comes before it says more: `Failed to set up standard input: Operation not permitted`.
    if words.contains("failed at step") {
      weight = .failure
    } else if speaks(of: Self.denials) {
      weight = .denial
    } else if speaks(of: Self.failures) {
      weight = .failure
    } else if isSevere || speaks(of: Self.troubles) {
      weight = .trouble
    } else {
      return nil
    }
    text = Self.withoutPreamble(message, by: speaker)
  }

  /// The last line of a text that says something, of those that are wanted.
  static func lastWords(of text: String, where isWanted: (Substring) -> Bool) -> String? {
    let lines = text.split(whereSeparator: \.isNewline).filter { line in line.contains(where: \.isLetter) }
    return lines.last { isWanted($0) }.map { String($0.drop(while: \.isWhitespace)) }
  }

  /// Whether a line says that a file could not be removed.
  static func isAboutRemoving(_ file: String, _ line: String) -> Bool {
    line.contains(file) && line.contains(/(?i)unlink|remov|delet/)
  }

  /// The manager tells of each run how it ended, and of every call in a filter that it does not know. What matters is what
  /// kept it from starting the service at all.
  private static func isRoutine(_ words: String, by speaker: some StringProtocol) -> Bool {
    if words.contains("is not known, ignoring") { return true }
    return speaker == "systemd" && !words.contains("failed to set up") && !words.contains("failed to load")
  }

  /// A message without what says where and when: the service's name again, a time, a process number. A level in brackets
  /// stays.
  private static func withoutPreamble(_ message: Substring, by speaker: some StringProtocol) -> String {
    var level = ""
    var text = message
    while true {
      text = text.drop(while: \.isWhitespace)
      if text.hasPrefix("\(speaker): ") {
        text = text.dropFirst(speaker.count + 2)
        continue
      }
      let word = text.prefix { !$0.isWhitespace }
      let rest = text.dropFirst(word.count)
      if rest.isEmpty { break }
      if isPlaceOrTime(word) {
        text = rest
      } else if level.isEmpty, word.hasPrefix("["), word.hasSuffix("]") {
        level = word + " "
        text = rest
      } else {
        break
      }
    }
    return level + text
  }

  /// `2026/11/27`, `18:21:05`, `57#57:`, `[57]`, `(33)`, `:`, `UTC`; not a plain number, which may count something.
  private static func isPlaceOrTime(_ word: Substring) -> Bool {
    if word == ":" || word == "UTC" { return true }
    return word.contains { "/:#[]()-".contains($0) } && word.contains(where: \.isNumber)
      && word.allSatisfy { $0.isNumber || "/:.,#[]()-+T".contains($0) }
  }

  /// In the words of strerror(3), as far as a sandbox makes calls fail like that.
  private static let denials = [
    "operation not permitted", "permission denied", "read-only file system", "address family not supported",
    "protocol not supported", "function not implemented", "operation not supported", "no such device",
    "bad system call", "cannot assign requested address", "network is unreachable", "exec format error",
    "not permitted", "not allowed", "eperm", "eacces", "erofs", "eafnosupport", "enosys", "access denied",
  ]
  private static let failures = [
    "cannot", "can't", "could not", "couldn't", "unable", "failed", "no such file", "no space left", "denied",
    "refused",
    "not found", "does not exist",
  ]
  private static let troubles = [
    "error", "fatal", "emerg", "alert", "panic", "critical", "failure", "abort", "invalid",
  ]
}
