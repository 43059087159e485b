import Foundation
import Subprocess
import SystemPackage

/// Prints text that may be longer than the screen: through a pager where somebody looks at it, by the rules of systemd's
/// own tools (systemctl(1), `$SYSTEMD_PAGER`, `$SYSTEMD_LESS`).
struct Pager {
  /// Program and arguments; nil where none is wanted.
  let command: [String]?
  /// What the pager finds in its environment besides ours.
  let variables: [String: String]

  /// The pager to use.
  ///
  /// - Parameters:
  ///   - isInteractive: whether somebody looks at standard output.
  ///   - isWanted: false for `--no-pager`.
  ///   - environment: of this process.
  ///   - isPrivileged: whether this process may do what its user may not; a pager that starts a shell or an editor could
  ///     then, too.
  init(isInteractive: Bool, isWanted: Bool, environment: [String: String], isPrivileged: Bool) {
    let chosen = environment["SYSTEMD_PAGER"] ?? environment["PAGER"]
    let words = chosen?.split(separator: " ").map(String.init) ?? ["less"]
    // Only less can be told to be harmless.
    let isHarmless = words.first == "less" || !isPrivileged
    command = !isInteractive || !isWanted || words.isEmpty || words == ["cat"] ? nil : isHarmless ? words : ["less"]
    variables = [
      "LESS": environment["SYSTEMD_LESS"] ?? "FRSXMK", "LESSCHARSET": environment["SYSTEMD_LESSCHARSET"] ?? "utf-8",
      "LESSSECURE": isPrivileged ? "1" : environment["LESSSECURE"] ?? "0",
    ]
  }

  /// Prints the text and returns when the reader has closed the pager. Where the pager cannot be started, the text is
  /// printed as it is.
  ///
  /// - Throws: ``StreamError`` where it cannot be printed.
  func print(_ text: String) async throws(StreamError) {
    if let command, await page(text, with: command) { return }
    try StandardStream.output.write(text)
  }

  /// Whether the pager could be started.
  private func page(_ text: String, with command: [String]) async -> Bool {
    // A file, not a pipe: a reader who closes the pager early would end this process by SIGPIPE.
    guard let file = tmpfile() else { return false }
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count, fflush(file) == 0 else { return false }
    rewind(file)
    var updates: [Subprocess.Environment.Key: String?] = [:]
    for (name, value) in variables { updates[.init(stringLiteral: name)] = value }
    let pager = try? await Subprocess.run(
      command[0].contains("/") ? .path(FilePath(command[0])) : .name(command[0]),
      arguments: Arguments(Array(command.dropFirst())), environment: .inherit.updating(updates),
      input: .fileDescriptor(FileDescriptor(rawValue: fileno(file)), closeAfterSpawningProcess: false),
      output: .currentStandardOutput, error: .currentStandardError)
    return pager != nil
  }
}

extension Pager {
  /// The pager for this process's standard output.
  init(isWanted: Bool, isInteractive: Bool) {
    let context = CommandContext.current
    self.init(
      isInteractive: isInteractive, isWanted: isWanted, environment: context.environment,
      isPrivileged: context.isElevated)
  }
}
