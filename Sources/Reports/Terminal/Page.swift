/// Lines for a terminal as they are put together: everything fits the width, and what belongs together is indented alike.
struct Page {
  let terminal: Terminal
  private(set) var lines: [String] = []

  /// How wide text may get: long lines are hard to read on the widest of terminals.
  private var width: Int { min(terminal.columns, 120) }

  init(for terminal: Terminal) { self.terminal = terminal }

  /// All lines as one text.
  var text: String { lines.joined(separator: "\n") + "\n" }

  /// A line that begins a part of the page, after an empty one.
  mutating func heading(_ text: String, _ note: String = "") {
    if !lines.isEmpty { lines.append("") }
    let shown = text.fitted(to: width)
    let room = width - shown.columns - 2
    let remark = note.isEmpty || room < 8 ? "" : "  " + paint(note.fitted(to: room), .faint)
    lines.append(paint(shown, .strong) + remark)
  }

  /// Text of any length, broken into lines.
  mutating func paragraph(_ text: String, indent: Int = 2, _ role: Palette.Role? = nil) {
    let margin = String(repeating: " ", count: indent)
    lines += text.wrapped(to: width - indent).map { margin + paint($0, role) }
  }

  /// A name and what there is to say about it, in two columns; where the name is too long for its column, or the page is
  /// too narrow for two, the text goes below it.
  mutating func entry(
    _ name: String, _ text: String, column: Int = 33, indent: Int = 2, name nameRole: Palette.Role? = nil,
    text textRole: Palette.Role? = nil
  ) {
    let margin = String(repeating: " ", count: indent)
    let isNarrow = width < indent + column + 24
    if isNarrow || name.columns >= column {
      paragraph(name, indent: indent, nameRole)
      if !text.isEmpty { paragraph(text, indent: isNarrow ? indent + 4 : indent + column, textRole) }
      return
    }
    let rows = text.wrapped(to: width - indent - column)
    lines.append(
      margin + paint(name, nameRole) + String(repeating: " ", count: column - name.columns) + paint(rows[0], textRole))
    for row in rows.dropFirst() {
      lines.append(String(repeating: " ", count: indent + column) + paint(row, textRole))
    }
  }

  /// A line as it is, for what must not be broken: something to copy.
  mutating func verbatim(_ text: String, indent: Int, _ role: Palette.Role? = nil) {
    lines.append(String(repeating: " ", count: indent) + paint(text, role))
  }

  func paint(_ text: String, _ role: Palette.Role?) -> String { role.map { terminal.palette.paint(text, $0) } ?? text }
}
