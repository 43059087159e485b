/// The groups of system calls that a systemd knows.
public enum SystemCallGroups {
  /// Reads what `systemd-analyze syscall-filter` prints: each group's name at the start of a line, its comment and
  /// its members indented below. Groups inside groups are resolved to their calls.
  ///
  /// What stands after the last group that systemd knows (calls of this kernel that are in none, since systemd 250) is
  /// left out: a group is what begins with `@`.
  public static func parse(_ text: String) -> [String: [String]] {
    var members: [String: [String]] = [:]
    var group: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      let word = line.drop(while: \.isWhitespace)
      if word.isEmpty || word.hasPrefix("#") { continue }
      if word.startIndex == line.startIndex {
        group = word.hasPrefix("@") ? String(word) : nil
        if let group { members[group] = [] }
      } else if let group {
        members[group]?.append(String(word.prefix { !$0.isWhitespace }))
      }
    }
    return members.mapValues { resolve($0, in: members) }
  }

  private static func resolve(_ words: [String], in groups: [String: [String]]) -> [String] {
    var (calls, seen, pending): ([String], Set<String>, [String]) = ([], [], words.reversed())
    while let word = pending.popLast() {
      guard seen.insert(word).inserted else { continue }
      if let inner = groups[word] { pending += inner.reversed() } else { calls.append(word) }
    }
    return calls
  }
}
