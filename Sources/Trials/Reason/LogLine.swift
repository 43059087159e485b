import Systemd

/// What makes lines of a log alike: everything in them but the numbers that differ from one run to the next.
public enum LogLine {
  /// The line without times, process numbers, ports and identifiers: every number of two digits or more, and every word
  /// of hexadecimal digits, becomes `#`. Numbers of one digit stay: `exited with code 1` is not `exited with code 0`.
  public static func normalized(_ line: some StringProtocol) -> String {
    var normal = ""
    var word: [Character] = []
    func finishWord() {
      normal += Self.isIdentifier(word) ? "#" : Self.withoutNumbers(word)
      word = []
    }
    for character in line {
      if character.isASCII, character.isLetter || character.isNumber {
        word.append(character)
      } else {
        finishWord()
        normal.append(character)
      }
    }
    finishWord()
    return normal
  }

  /// Six hexadecimal digits or more, letters and numbers among them: an address, part of a UUID.
  private static func isIdentifier(_ word: [Character]) -> Bool {
    let isAddress = word.starts(with: ["0", "x"])
    let digits = isAddress ? word.dropFirst(2) : word[...]
    return digits.count >= (isAddress ? 1 : 6) && digits.allSatisfy(\.isHexDigit)
      && (isAddress || digits.contains(where: \.isNumber))
  }

  private static func withoutNumbers(_ word: [Character]) -> String {
    var text = ""
    var digits = ""
    for character in word {
      if character.isNumber {
        digits.append(character)
        continue
      }
      text += digits.count > 1 ? "#" : digits
      digits = ""
      text.append(character)
    }
    return text + (digits.count > 1 ? "#" : digits)
  }
}

extension JournalEntry {
  /// How many characters of a message are kept.
  static let shownLength = 400
  /// What is logged with this priority, or a lower number, is an error (syslog(3), `LOG_ERR`).
  static let errorPriority = 3

  /// Who says what, as evidence has it: `nginx: bind() failed`.
  var line: String { "\(identifier): \(message.prefix(Self.shownLength))" }
}
