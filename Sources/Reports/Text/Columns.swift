// How much room text takes on a terminal, and making it fit.

import CLinux

extension StringProtocol {
  /// How many columns the text takes, which must be safe for a terminal already.
  public var columns: Int { reduce(0) { $0 + $1.columns } }

  /// The text, or as much of its beginning as fits into so many columns, with an ellipsis in place of the rest. It ends
  /// with a whole word, unless that would leave less than half of what fits.
  public func fitted(to columns: Int) -> String {
    if self.columns <= columns { return String(self) }
    guard columns > 0 else { return "" }
    let whole = beginning(of: columns - 2, inWords: true)
    if !whole.isEmpty, whole.columns >= columns / 2 { return whole + " …" }
    return beginning(of: columns - 1, inWords: false) + "…"
  }

  /// The text, or as many words of its beginning and end as fit into so many columns, with an ellipsis between them: what
  /// failed stands first in a message, and why stands last.
  func fittedInMiddle(to columns: Int) -> String {
    if self.columns <= columns { return String(self) }
    let reversed = String(reversed())
    // The last word counts even where it is longer than what comes before it.
    let tail =
      [columns / 2, columns * 2 / 3].lazy.map { reversed.beginning(of: $0, inWords: true) }
      .first { !$0.isEmpty }.map { String($0.reversed()) } ?? ""
    let head = beginning(of: columns - tail.columns - 3, inWords: true)
    return tail.isEmpty || head.isEmpty ? fitted(to: columns) : "\(head) … \(tail)"
  }

  /// As much of its beginning as fits into so many columns, without blanks at the end.
  private func beginning(of columns: Int, inWords: Bool) -> String {
    var room = columns
    let end = firstIndex { character in
      room -= character.columns
      return room < 0
    }
    guard let end else { return String(self) }
    var beginning = self[..<end]
    if inWords, self[end] != " " { beginning = self[..<(beginning.lastIndex(of: " ") ?? startIndex)] }
    while beginning.last == " " { beginning.removeLast() }
    return String(beginning)
  }

  /// The text, filled up with blanks on its right.
  func padded(to columns: Int) -> String {
    String(self) + String(repeating: " ", count: Swift.max(0, columns - self.columns))
  }

  /// The text in lines of at most so many columns, broken between words where there are any, otherwise anywhere.
  func wrapped(to columns: Int) -> [String] {
    let columns = Swift.max(columns, 8)
    var lines: [String] = []
    var line = ""
    var width = 0
    for word in split(separator: " ") {
      if !line.isEmpty, width + 1 + word.columns > columns {
        lines.append(line)
        (line, width) = ("", 0)
      }
      if !line.isEmpty {
        line += " "
        width += 1
      }
      // One pass: a word of megabytes is one line after the other, too.
      for character in word {
        if width + character.columns > columns {
          lines.append(line)
          (line, width) = ("", 0)
        }
        line.append(character)
        width += character.columns
      }
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }
}

extension Character {
  /// How many columns it takes: 2 for the wide characters of East Asian scripts and for pictures. What joins its first
  /// scalar takes none.
  fileprivate var columns: Int {
    guard let scalar = unicodeScalars.first, !scalar.isASCII else { return 1 }
    return max(1, Int(clinux_columns(scalar.value)))
  }
}
