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
    let nearest = nearest(to: name, among: names).map { "'\($0)'" }
    return nearest.isEmpty ? "" : " (did you mean \(nearest.joined(separator: " or "))?)"
  }

  /// How many letters have to be put in, taken out or changed (Levenshtein's distance).
  private static func distance(from one: [Character], to other: [Character]) -> Int {
    var row = Array(0...other.count)
    for (index, letter) in one.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, otherLetter) in other.enumerated() {
        let change = diagonal + (letter == otherLetter ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(change, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[other.count]
  }
}
