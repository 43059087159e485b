/// Rows of cells in columns, each as wide as its widest cell.
struct Table {
  /// A cell: its text, safe for a terminal, and what it is set off for.
  struct Cell {
    let text: String
    var role: Palette.Role?

    init(_ text: String, _ role: Palette.Role? = nil) {
      self.text = text
      self.role = role
    }
  }

  /// A column's head, and whether its cells are numbers, which end below one another.
  struct Column {
    let head: String
    var isNumeric = false
  }

  let columns: [Column]
  let rows: [[Cell]]

  /// The lines of the table, its head first.
  func show(on page: inout Page) {
    let lines = [columns.map { Cell($0.head, .faint) }] + rows
    let widths = columns.indices.map { index in lines.map { $0[index].text.columns }.max() ?? 0 }
    for line in lines {
      // Nothing is filled up behind the last cell that says something.
      let last = line.lastIndex { !$0.text.isEmpty } ?? 0
      let cells = (0...last).map { index in
        let gap = String(repeating: " ", count: widths[index] - line[index].text.columns)
        let text = page.paint(line[index].text, line[index].role)
        return columns[index].isNumeric ? gap + text : text + (index == last ? "" : gap)
      }
      page.verbatim(cells.joined(separator: "  "), indent: 0)
    }
  }
}
