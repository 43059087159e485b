/// The text of a profile, cut at its top-level keys: in YAML's block style whatever belongs to a key is indented, or begins
/// with the dash of a list, and a key at the margin begins what follows.
///
/// It looks at bytes: thousands of profiles are read so, and nearly all of each is passed over.
struct ProfileSections {
  /// Each key with its lines, the one of the key included.
  let byKey: [String: String]

  /// Cuts a text; nil where it is not in the form in which Cinch writes profiles, so that only a parser can tell.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    var byKey: [String: String] = [:]
    var current: (key: String, start: Int)?
    func end(at end: Int) -> Bool {
      guard let (key, start) = current else { return true }
      return byKey.updateValue(String(decoding: bytes[start..<end], as: UTF8.self), forKey: key) == nil
    }
    for line in bytes.split(separator: Self.newline) where !Self.belongsToSection(line[line.startIndex]) {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), line[..<colon].allSatisfy(Self.isLetter),
        end(at: line.startIndex)
      else { return nil }
      current = (String(decoding: line[..<colon], as: UTF8.self), line.startIndex)
    }
    guard current != nil, end(at: bytes.count) else { return nil }
    self.byKey = byKey
  }

  /// A list of rejections without what their trials left, which is nearly all of it; nil where a rejection has no reason
  /// beside the evidence.
  static func withoutEvidence(_ section: String) -> String? {
    let bytes = Array(section.utf8)
    var kept: [UInt8] = []
    var isLeftOut = false
    var (items, reasons) = (0, 0)
    for line in bytes.split(separator: newline, omittingEmptySubsequences: false) {
      if line.starts(with: item) {
        items += 1
        isLeftOut = false
      } else if line.count > 2, line.starts(with: margin), isLetter(line[line.startIndex + 2]) {
        isLeftOut = line.starts(with: evidence) || line.starts(with: proof)
        if line.starts(with: because) { reasons += 1 }
      }
      if !isLeftOut {
        kept += line
        kept.append(newline)
      }
    }
    return items == reasons ? String(decoding: kept, as: UTF8.self) : nil
  }

  private static let newline = UInt8(ascii: "\n")
  private static let item = Array("- ".utf8)
  private static let margin = Array("  ".utf8)
  private static let evidence = Array("  evidence:".utf8)
  private static let proof = Array("  proof:".utf8)
  private static let because = Array("  because:".utf8)

  /// Whether a line that begins with this byte goes on with what a line before it began, or is a comment.
  private static func belongsToSection(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "#")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
