/// Finds what a person who misspelt a name may have meant.
public enum SimilarNames {
  /// Those of many names that are nearest to one that is none of them, the nearest first; nothing where none is near.
  ///
  /// - Parameters:
  ///   - name: what was written.
  ///   - names: what could have been.
  ///   - limit: at most so many.
  /// - Returns: the names.
  public static func nearest(to name: String, among names: some Sequence<String>, limit: Int = 3) -> [String] {
    let written = Array(name.lowercased())
    let farthest = max(1, written.count / 3)
    let near = names.compactMap { candidate -> (name: String, distance: Int)? in
      let letters = Array(candidate.lowercased())
      // Who writes the beginning of a name means that name.
      let isBeginning = written.count > 3 && letters.starts(with: written)
      let distance = isBeginning ? 0 : distance(from: written, to: letters)
      return distance <= farthest ? (candidate, distance) : nil
    }
    return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(limit).map(\.name)
  }

  /// ` (did you mean 'A' or 'B'?)`, or nothing where none is near.
  public static func question(about name: String, among names: some Sequence<String>) -> String {
    question(nearest(to: name, among: names))
  }

  /// ` (did you mean 'A' or 'B'?)`, or nothing where there are no names.
  public static func question(_ names: [String]) -> String {
    if names.isEmpty { return "" }
    return " (did you mean \(names.map { "'\($0.terminalSafe)'" }.joined(separator: " or "))?)"
  }

  /// How many letters have to be put in, taken out, changed, or swapped with the next one (the distance of Damerau and
  /// Levenshtein, no letter twice).
  private static func distance(from one: [Character], to other: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for (row, letter) in one.enumerated() {
      var next = [row + 1]
      for (column, otherLetter) in other.enumerated() {
        var least = min(last[column] + (letter == otherLetter ? 0 : 1), next[column] + 1, last[column + 1] + 1)
        if row > 0, column > 0, letter == other[column - 1], one[row - 1] == otherLetter {
          least = min(least, beforeLast[column - 1] + 1)
        }
        next.append(least)
      }
      (beforeLast, last) = (last, next)
    }
    return last[other.count]
  }
}
