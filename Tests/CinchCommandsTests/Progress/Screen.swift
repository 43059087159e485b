/// A terminal of one row, as far as a status line uses it: what a person would see after some bytes.
struct Screen {
  /// Rows that were ended with a line feed.
  private(set) var scrolled: [String] = []
  /// The row with the cursor, without colours.
  private(set) var row: [Character] = []
  private var column = 0
  /// Whether at any moment between two writes a row that had text was empty.
  private(set) var flickered = false
  /// Whether the row with the cursor has more text than room; what scrolled by may.
  private(set) var wrapped = false
  private let columns: Int

  init(columns: Int) { self.columns = columns }

  mutating func write(_ text: String) {
    let hadText = !row.isEmpty
    var rest = Substring(text)
    while let character = rest.popFirst() {
      switch character {
      case "\r": column = 0
      case "\n":
        scrolled.append(String(row))
        row = []
        column = 0
        wrapped = false
      case "\u{1b}":
        let command = rest.prefix { !$0.isLetter }
        rest = rest.dropFirst(command.count)
        if rest.popFirst() == "K" { row.removeSubrange(min(column, row.count)...) }
      default:
        if column < row.count { row[column] = character } else { row.append(character) }
        column += 1
        if column >= columns { wrapped = true }
      }
    }
    if hadText && row.isEmpty { flickered = true }
  }
}
