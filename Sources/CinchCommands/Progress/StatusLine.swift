import Sandboxing
import Reports

/// The one line that says how far a find has come.
struct StatusLine {
  private let parts: [(text: String, role: Palette.Role?)]

  init(_ progress: FindProgress, unit: String, elapsed: Duration) {
    let seconds = Int(elapsed.components.seconds)
    var parts: [(text: String, role: Palette.Role?)] = [
      (unit.terminalSafe, .strong),
      (seconds < 60 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s", .faint),
      (progress.phase.terminalSafe, nil),
    ]
    if progress.candidates > 0 {
      parts.append(("\(progress.trials) trial\(progress.trials == 1 ? "" : "s")", nil))
      parts.append(("\(progress.kept) of \(progress.candidates) kept", .good))
      if !progress.rejected.isEmpty { parts.append(("\(progress.rejected.count) rejected", .bad)) }
      if progress.size > 0 { parts.append(("last \(progress.size)", .faint)) }
    }
    if let last = progress.last { parts.append((last.summary, last.isPassed ? .good : .bad)) }
    self.parts = parts
  }

  /// The line, in at most so many columns: what does not fit is cut off at its end.
  func text(columns: Int, palette: Palette) -> String {
    var text = ""
    var room = columns
    for (index, part) in parts.enumerated() {
      let separator = index == 0 ? "" : "  "
      let fitted = part.text.fitted(to: room - separator.count)
      if fitted.isEmpty { break }
      text += separator + (part.role.map { palette.paint(fitted, $0) } ?? fitted)
      room -= separator.count + fitted.columns
    }
    return text
  }
}
