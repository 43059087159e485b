import Glibc
import Linux
import Sandboxing

/// The rotation of its logs by the files that logrotate(8) has for them, with their scripts: after it the service logs
/// into the new files.
struct LogRotation: Rehearsal {
  let name = RehearsalName.logrotate
  let summary = "its logs are rotated by logrotate, and it logs into the new files"
  let isRoots = true

  private static let folder = "/etc/logrotate.d"

  /// What is noted begins with one of these.
  private enum Note {
    static let rule = "rule "
    static let log = "log "
  }

  func run(in lifecycle: inout Lifecycle, knowing known: [String]?) async throws -> [String] {
    let rules: [String]
    var logs: [String]
    if let known {
      rules = known.filter { $0.hasPrefix(Note.rule) }.map { String($0.dropFirst(Note.rule.count)) }
      logs = known.filter { $0.hasPrefix(Note.log) }.map { String($0.dropFirst(Note.log.count)) }
    } else {
      (rules, logs) = try await Self.find(in: lifecycle)
    }
    let state = "\(lifecycle.environment.scratch)/rotation"
    let rotation = try await lifecycle.commands.run(
      "exec logrotate --force --state \"$0\" \"$@\"", arguments: [state] + rules.map { "\(Self.folder)/\($0)" },
      limit: lifecycle.limits.restart)
    guard rotation.isSuccess else { throw failure("logrotate failed", probe: rotation) }
    // A signal is all that most scripts are: the daemon acts on it after they have ended.
    try await lifecycle.staysUp(.rehearsal(name), for: lifecycle.check.settle)
    for isLast in [false, true] {
      try await lifecycle.probe(Phase.health)
      let silent = try await lifecycle.stillEmpty(logs, within: isLast ? lifecycle.limits.probe : .zero)
      if silent.isEmpty { break }
      guard isLast else { continue }
      guard known == nil else {
        throw failure("nothing is logged into \(silent.joined(separator: ", ")) since it was rotated")
      }
      logs.removeAll(where: silent.contains)
    }
    try await lifecycle.mustBeUp(.rehearsal(name))
    return rules.map { Note.rule + $0 } + logs.map { Note.log + $0 }
  }

  /// The files of logrotate's that are for something the service wrote, and what of that.
  private static func find(in lifecycle: Lifecycle) async throws -> (rules: [String], logs: [String]) {
    let environment = lifecycle.environment
    let written = lifecycle.seen.writtenFiles ?? []
    var (rules, logs): ([String], Set<String>) = ([], [])
    for rule in names(in: environment.view(of: folder)).sorted() {
      let patterns = RotationRule(environment.text(of: "\(folder)/\(rule)") ?? "").patterns
      let own = written.filter { path in patterns.contains { fnmatch($0, path, FNM_PATHNAME) == 0 } }
      if own.isEmpty { continue }
      rules.append(rule)
      logs.formUnion(own)
    }
    guard !rules.isEmpty else { throw NotRehearsed(reason: "no file in \(folder) rotates what it writes") }
    guard try await lifecycle.commands.run("command -v logrotate", limit: .seconds(10)).isSuccess else {
      throw NotRehearsed(reason: "logrotate is not installed here")
    }
    return (rules, logs.sorted())
  }
}

/// What a file of logrotate(8) says.
struct RotationRule {
  /// The logs that it is for, as glob(7) has them.
  let patterns: [String]

  /// Reads it: before each block in braces stand the logs that it is for.
  init(_ text: String) {
    var patterns: [String] = []
    var (isInBlock, isInScript) = (false, false)
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.prefix { $0 != "#" }.replacing("{", with: " { ").split(whereSeparator: \.isWhitespace)
      if isInScript {
        if words.first == "endscript" { isInScript = false }
        continue
      }
      for word in words {
        switch word {
        case "{": isInBlock = true
        case "}": isInBlock = false
        case "postrotate", "prerotate", "firstaction", "lastaction", "preremove": isInScript = true
        default:
          let path = word.trimming { "\"'".contains($0) }
          if !isInBlock, path.hasPrefix("/") { patterns.append(String(path)) }
        }
        if isInScript { break }
      }
    }
    self.patterns = patterns
  }
}

extension Substring {
  fileprivate func trimming(_ isOutside: (Character) -> Bool) -> Substring {
    var inner = drop(while: isOutside)
    while let last = inner.last, isOutside(last) { inner.removeLast() }
    return inner
  }
}

extension Lifecycle {
  /// Those of some files that hold nothing, or are not there, when a time is up; none as soon as all hold something.
  func stillEmpty(_ files: [String], within limit: Duration) async throws -> [String] {
    let deadline = ContinuousClock.now + limit
    while true {
      let empty = files.filter { path in
        var status = stat()
        return stat(environment.view(of: path), &status) != 0 || status.st_size == 0
      }
      if empty.isEmpty || ContinuousClock.now >= deadline { return empty }
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}
