/// Two texts line by line: what only the old one has begins with a minus, what only the new one has with a plus, and what
/// both have with a blank.
public struct TextDifference: Sendable {
  /// The lines; nothing where the texts are the same.
  public let text: String

  /// Compares two texts.
  public init(from old: String, to new: String) {
    let (old, new) = (Self.lines(of: old), Self.lines(of: new))
    var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var lines: [String] = []
    var next = 0
    func takeInserted() {
      while inserted.contains(next) {
        lines.append("+\(new[next])")
        next += 1
      }
    }
    for (index, line) in old.enumerated() {
      if removed.contains(index) {
        lines.append("-\(line)")
      } else {
        takeInserted()
        lines.append(" \(line)")
        next += 1
      }
    }
    takeInserted()
    let isSame = removed.isEmpty && inserted.isEmpty
    text = isSame ? "" : lines.map { $0 + "\n" }.joined()
  }

  private static func lines(of text: String) -> [Substring] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}
