import Glibc
import Sandboxing
import Systemd

extension TrialEnvironment {
  /// What a unit wrote to the journal in some invocations.
  func journal(of unit: String, _ invocations: [String]) async -> [JournalEntry] {
    var entries: [JournalEntry] = []
    for invocation in invocations { entries += await journal(of: unit, invocation: invocation) }
    return entries
  }

  /// What lines of a service's log warn of, normalised (``LogLine``).
  ///
  /// - Parameters:
  ///   - entries: of its journal.
  ///   - paths: files that it wrote; of those that look like a log, what it warns of there is taken as well.
  ///   - pidFile: its unit's `PIDFile=`. That it cannot remove it is no loss: the manager does (systemd.service(5)).
  ///   - secrets: what is not to be kept of a line.
  /// - Returns: each once, without who says it and when.
  func complaints(
    in entries: [JournalEntry], and paths: Set<String>, pidFile: String?, without secrets: Secrets
  ) -> Set<String> {
    // syslog(3): warnings and what is worse.
    let lines =
      entries.map { ($0.line, $0.priority <= 4) }
      + logLines(of: paths).map { ($0, false) }
    return Set(
      lines.filter { line, _ in !(pidFile.map { Complaint.isAboutRemoving($0, line) } ?? false) }.compactMap {
        line, isSevere in
        let line = secrets.masked(line)
        return Complaint(line, isSevere: isSevere || line.lowercased().contains("warn")).map {
          LogLine.normalized($0.text)
        }
      })
  }

  /// The lines of those files that look like a log, each with the name of its file before it.
  private func logLines(of paths: Set<String>) -> [String] {
    paths.filter { $0.hasPrefix("/var/log/") || $0.hasSuffix(".log") }.flatMap { path -> [String] in
      var status = stat()
      // What is larger than this is no log of a trial's.
      guard lstat(view(of: path), &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size < 1 << 20,
        let text = text(of: path), !text.contains("\0")
      else { return [] }
      let name = path.split(separator: "/").last ?? ""
      return text.split(whereSeparator: \.isNewline).map { "\(name): \($0.prefix(JournalEntry.shownLength))" }
    }
  }
}
