import Profiles

/// The result of a find as a terminal shows it: what one came for, on one screen.
public struct TerminalFind: Exporter {
  /// How many lines a report has at most on a terminal of the usual width, unless everything is asked for.
  static let height = 40
  /// How many of them are good for what is kept and what is rejected, and how many these have in any case.
  private static let (goodRoom, leastRoom) = (8, 4)

  private let terminal: Terminal
  private let next: [String]
  private let isBelowDropIn: Bool

  /// A report for one terminal.
  ///
  /// - Parameters:
  ///   - terminal: how wide it is and whether it has colours.
  ///   - isBelowDropIn: whether the drop-in itself is shown before it, so that what is kept need not be shown again.
  ///   - next: how to go on, a phrase each.
  public init(for terminal: Terminal, isBelowDropIn: Bool = false, next: [String] = []) {
    self.terminal = terminal
    self.isBelowDropIn = isBelowDropIn
    self.next = next
  }

  /// The report.
  public func text(of report: FindReport) -> String {
    let kept = isBelowDropIn ? [] : keptRows(report)
    let rejections = rejectedRows(report)
    let rejected = rejections.map(\.text)
    let headings = (kept.isEmpty ? 0 : 2) + (rejected.isEmpty ? 0 : 2)
    // Where warnings take much, examples of what else there is to know give way, and then what is wrong, but for what to do.
    func left(with besides: Besides) -> Int {
      Self.height - headings - page(report, kept: [], rejected: [], besides).lines.count
    }
    // What has to be broken over more lines may take more.
    let isNarrow = terminal.columns < 80
    let besides = Besides.all.first { isNarrow || left(with: $0) >= Self.goodRoom } ?? Besides.least
    let room = max(left(with: besides), isNarrow ? Self.goodRoom : Self.leastRoom)
    // What is kept stands in the drop-in as well; why something is not stands here.
    let keptRoom = min(kept.count, max(room - rejected.count, room / 3))
    return page(
      report, kept: Self.cut(kept, to: keptRoom) { "\(counted($0.count, "more line")): --full" },
      rejected: Self.cut(rejected, to: room - keptRoom) { rest in
        let count = rejections.suffix(rest.count).reduce(0) { $0 + $1.restrictions }
        return "\(counted(count, "more rejected restriction")): --full, or cinch explain"
      }, besides
    ).text
  }

  /// How much there is of what else there is to know: examples of each kind, and lines of a warning.
  private struct Besides {
    let examples: Int
    let warning: Int

    static let least = Besides(examples: 0, warning: 2)
    static let all = [(2, 3), (1, 3), (0, 3), (0, 2)].map { Besides(examples: $0, warning: $1) }
  }

  private func page(_ report: FindReport, kept: [String], rejected: [String], _ besides: Besides) -> Page {
    var page = Page(for: terminal)
    page.summary(report)
    show(kept, below: "Kept: \(counted(report.directiveCount, "directive"))", "as the drop-in has them", on: &page)
    show(
      rejected, below: "Rejected: \(counted(report.rejected.count, "restriction"))",
      "the service does not work with these", on: &page)
    withheld(report, examples: besides.examples, on: &page)
    missed(report, examples: besides.examples, on: &page)
    warnings(report, lines: besides.warning, on: &page)
    howToGoOn(report, on: &page)
    return page
  }

  private func show(_ rows: [String], below heading: String, _ note: String, on page: inout Page) {
    if rows.isEmpty { return }
    page.heading(heading, note)
    for row in rows { page.verbatim(row, indent: 2) }
  }

  // MARK: Kept

  /// The directives, as many on a line as fit.
  private func keptRows(_ report: FindReport) -> [String] {
    let (column, columns) = (terminal.columns < 60 ? 0 : 14, min(terminal.columns, 120) - 2)
    return report.kept.flatMap { theme in
      var rows: [String] = []
      for directive in theme.directives {
        let text = "\(directive.name)=\(Self.abbreviated(directive.value))".fitted(to: columns - column)
        if let last = rows.last, last.columns + 2 + text.columns <= columns - column {
          rows[rows.count - 1] = "\(last)  \(text)"
        } else {
          rows.append(text)
        }
      }
      return rows.enumerated().map { index, row in
        column == 0 ? row : (index == 0 ? theme.name.fitted(to: column - 1) : "").padded(to: column) + row
      }
    }
  }

  /// A value, or the beginning of a long list and how much more of it there is.
  private static func abbreviated(_ value: String) -> String {
    let words = value.split(separator: " ")
    guard words.count > 3 else { return value }
    return words.prefix(2).joined(separator: " ") + " … \(words.count - 2) more"
  }

  // MARK: Rejected

  /// One line for each reason, and of how many restrictions it is: rungs of a ladder often have the same.
  private func rejectedRows(_ report: FindReport) -> [(text: String, restrictions: Int)] {
    var groups: [(names: String, reason: String, restrictions: Int)] = []
    for rejection in report.rejected {
      if let last = groups.last, last.reason == rejection.reason {
        groups[groups.count - 1].names += ", \(rejection.name.split(separator: "=").last ?? "")"
        groups[groups.count - 1].restrictions += 1
      } else {
        groups.append((rejection.name, rejection.reason, 1))
      }
    }
    let column = min(groups.map(\.names.columns).max() ?? 0, terminal.columns < 60 ? 16 : 28)
    return groups.map { group in
      let name = group.names.fitted(to: max(column, room / 2))
      let gap = String(repeating: " ", count: max(column - name.columns, 0) + 2)
      let reason = group.reason.fittedInMiddle(to: room - name.columns - gap.count)
      return (terminal.palette.paint(name, .bad) + gap + reason, group.restrictions)
    }
  }

  /// The first of many rows, and what is said of the rest.
  private static func cut(_ rows: [String], to count: Int, rest: (ArraySlice<String>) -> String) -> [String] {
    if rows.count <= count { return rows }
    let shown = max(count - 1, 0)
    return rows.prefix(shown) + ["… and \(rest(rows.dropFirst(shown)))"]
  }

  // MARK: What else there is to know

  private func withheld(_ report: FindReport, examples: Int, on page: inout Page) {
    guard let aside = report.withheld else { return }
    page.heading("Withheld: \(counted(aside.count, "restriction"))", aside.meaning)
    // Why in a line each; the probes, which are sentences, stand where there is room for them.
    let groups = Aside(aside.heading, "", report.profile.withheld.map { Remark($0.restriction, $0.seen) }).groups
    let shown = groups.prefix(examples)
    for group in shown {
      page.paragraph("\(group.restrictions.joined(separator: ", ")): \(group.reason)".fitted(to: room))
    }
    let rest = groups.dropFirst(shown.count).reduce(0) { $0 + $1.restrictions.count }
    page.paragraph((rest > 0 ? "… and \(rest) more. " : "") + "To keep one, give the probe that --full names for it.")
  }

  private func missed(_ report: FindReport, examples: Int, on page: inout Page) {
    guard let missed = report.missed else { return }
    page.heading(missed.heading, missed.meaning)
    let rest = missed.lines.dropFirst(examples)
    for line in missed.lines.prefix(examples) { page.paragraph(line.fittedInMiddle(to: room)) }
    if !rest.isEmpty { page.paragraph("… and \(rest.count) more: --full") }
  }

  private func warnings(_ report: FindReport, lines: Int, on page: inout Page) {
    // Words that do not fit end a line early.
    let columns = lines * (room - 2) - 4 * (lines - 1)
    let shown = report.warnings.filter(\.isForOneScreen).map { $0.text(fittedTo: columns) } + blindSpots(report)
    if shown.isEmpty { return }
    page.heading("Before you trust this")
    for text in shown { page.entry("!", text, column: 2, name: .caution) }
  }

  private func blindSpots(_ report: FindReport) -> [String] {
    let blind = report.blindSpotCount
    if blind == 0 { return [] }
    return ["\(counted(blind, "kept directive")) can change what no probe notices: see the comments in the drop-in."]
  }

  private func howToGoOn(_ report: FindReport, on page: inout Page) {
    let asides = report.asides.filter { !$0.isWithheld }
    let others = asides.map { "\($0.count) \($0.heading.lowercased())" }.joined(separator: ", ")
    page.verbatim("", indent: 0)
    for step in next { page.entry(step == next.first ? "next" : "", step, column: 6, name: .strong) }
    let count = asides.reduce(0) { $0 + $1.count }
    let rest = others.isEmpty ? "" : ", and \(counted(count, "restriction")) more: \(others)"
    page.entry("more", "--full shows what each failed trial left\(rest)", column: 6, name: .strong)
  }

  private var room: Int { min(terminal.columns, 120) - 2 }
}

extension Page {
  /// Exposure, search and result.
  mutating func summary(_ report: FindReport) {
    heading(report.unit)
    if let exposure = report.profile.exposure {
      for (name, reading) in [
        ("exposure before", ExposureReading(exposure.before)), ("exposure after", ExposureReading(exposure.after)),
      ] {
        let figure = reading.text.count < 4 ? " \(reading.text)" : reading.text
        let bar = terminal.columns < 60 ? "" : "  \(paint(reading.bar(of: 20), reading.role))"
        verbatim("\(name.padded(to: 18))\(paint(figure, .strong))\(bar)  \(reading.word)", indent: 2)
      }
    }
    if let witnessed = report.witnessed { entry("enforced", witnessed, column: 18) }
    entry("health check", report.healthCheck, column: 18)
    if let rehearsals = report.rehearsals { entry("rehearsals", rehearsals, column: 18) }
    if let margin = report.margin { entry("margin", margin, column: 18) }
    entry("search", report.effort, column: 18)
    if let trials = report.trialsOnUnit { entry("trials", trials, column: 18) }
    entry("result", report.confirmation, column: 18)
  }
}
