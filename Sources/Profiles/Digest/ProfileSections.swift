/// The text of a profile, cut at its top-level keys: in YAML's block style whatever belongs to a key is indented, or begins
/// with the dash of a list, and a key at the margin begins what follows.
struct ProfileSections {
  /// Each key with its lines, the one of the key included.
  let byKey: [Substring: Substring]

  /// Cuts a text; nil where it is not in the form in which Cinch writes profiles, so that only a parser can tell.
  init?(_ text: String) {
    var byKey: [Substring: Substring] = [:]
    var current: (key: Substring, start: String.Index)?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard let first = line.utf8.first, !Self.belongsToSection(first) else { continue }
      guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")), line[..<colon].utf8.allSatisfy(Self.isLetter)
      else {
        return nil
      }
      if let current {
        guard byKey.updateValue(text[current.start..<line.startIndex], forKey: current.key) == nil else { return nil }
      }
      current = (line[..<colon], line.startIndex)
    }
    guard let current, byKey.updateValue(text[current.start...], forKey: current.key) == nil else { return nil }
    self.byKey = byKey
  }

  /// A list of rejections without what their trials left, which is nearly all of it; nil where a rejection has no reason
  /// beside the evidence.
  static func withoutEvidence(_ section: Substring) -> String? {
    var kept: [Substring] = []
    var isLeftOut = false
    var (items, reasons) = (0, 0)
    for line in section.split(separator: "\n") {
      if line.hasPrefix("- ") {
        items += 1
        isLeftOut = false
      } else if line.hasPrefix("  "), let third = line.utf8.dropFirst(2).first, isLetter(third) {
        isLeftOut = line.hasPrefix("  evidence:") || line.hasPrefix("  proof:")
        if line.hasPrefix("  because:") { reasons += 1 }
      }
      if !isLeftOut { kept.append(line) }
    }
    return items == reasons ? kept.joined(separator: "\n") : nil
  }

  /// Whether a line that begins with this byte goes on with what a line before it began, or is a comment.
  private static func belongsToSection(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "#")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
