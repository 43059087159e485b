import Foundation

/// A text as it was recorded in a file, `Snapshots/NAME` in the folder of a test target.
public enum Snapshot {
  /// Compares a text with a recorded one. With `CINCH_RECORD=1` (`Scripts/test --record`) the file is written instead, for
  /// a person to look at before committing it.
  ///
  /// - Parameters:
  ///   - text: what there is now.
  ///   - name: the file's name.
  ///   - target: the test target that has it.
  /// - Returns: where the two differ, in words; nil where they do not, or where it was recorded.
  /// - Throws: what Foundation does where the file cannot be written.
  public static func difference(of text: String, from name: String, of target: String) throws -> String? {
    let file = folder(of: target).appending(path: name)
    if ProcessInfo.processInfo.environment["CINCH_RECORD"] == "1" {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
      return nil
    }
    let recorded = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    guard text != recorded else { return nil }
    let (new, old) = (lines(of: text), lines(of: recorded))
    let first = zip(new, old).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(new.count, old.count)
    return """
      \(name) differs from line \(first + 1) on; look at it, and record it with Scripts/test --record if it is right.
      recorded: \(first < old.count ? old[first] : "(ends)")
      now:      \(first < new.count ? new[first] : "(ends)")
      """
  }

  /// Where a target's recorded texts are.
  public static func folder(of target: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../\(target)/Snapshots").standardized
  }

  private static func lines(of text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}
