// How much room text takes on a terminal, and making it fit.

extension StringProtocol {
  /// How many columns the text takes, which must be safe for a terminal already.
  public var columns: Int { reduce(0) { $0 + $1.columns } }

  /// The text, or as much of its beginning as fits into so many columns, with an ellipsis in place of the rest.
  public func fitted(to columns: Int) -> String {
    if self.columns <= columns { return String(self) }
    var fitted = ""
    var room = columns - 1
    for character in self {
      room -= character.columns
      if room < 0 { break }
      fitted.append(character)
    }
    return columns > 0 ? fitted + "…" : ""
  }

  /// The text, or as much of its beginning and end as fits into so many columns, with an ellipsis between them: what
  /// failed stands first in a message, and why stands last.
  func fittedInMiddle(to columns: Int) -> String {
    if self.columns <= columns { return String(self) }
    guard columns > 8 else { return fitted(to: columns) }
    var tail = ""
    var room = columns * 2 / 5
    for character in reversed() {
      room -= character.columns
      if room < 0 { break }
      tail.insert(character, at: tail.startIndex)
    }
    return fitted(to: columns - tail.columns) + tail
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
  /// 2 for the wide characters of East Asian scripts and for pictures, else 1 (Unicode, UAX #11, W and F).
  fileprivate var columns: Int {
    guard let scalar = unicodeScalars.first, scalar.value >= 0x1100 else { return 1 }
    return Self.wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
    0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f680...0x1f6ff, 0x1f900...0x1faff, 0x20000...0x3fffd,
  ]
}
