import Foundation
import Testing

/// Compares a text with the file of that name in Snapshots. With `CINCH_RECORD=1` the file is written instead, for a
/// person to look at before committing it.
func expectSnapshot(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots")
  let file = folder.appending(path: name)
  if ProcessInfo.processInfo.environment["CINCH_RECORD"] == "1" {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
    return
  }
  let recorded = try String(contentsOf: file, encoding: .utf8)
  guard text != recorded else { return }
  let (new, old) = (lines(of: text), lines(of: recorded))
  let first = zip(new, old).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(new.count, old.count)
  Issue.record(
    """
    \(name) differs from line \(first + 1) on; look at it, and record it with CINCH_RECORD=1 if it is right.
    recorded: \(first < old.count ? old[first] : "(ends)")
    now:      \(first < new.count ? new[first] : "(ends)")
    """, sourceLocation: sourceLocation)
}

private func lines(of text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
