import Sandboxing

/// One command of an `ExecStart=` and its like: `(sasas)`, a program, its arguments from the zeroth on, and flags.
struct Command: Hashable {
  let path: String
  let arguments: [String]
  let flags: [String]

  private init(path: String, arguments: [String], flags: [String]) {
    self.path = path
    self.arguments = arguments
    self.flags = flags
  }

  /// The command with a placeholder for what looks like a secret in its arguments.
  var masked: Command { Command(path: path, arguments: SecretText.masked(words: arguments), flags: flags) }

  /// Reads a command; nil where it is none.
  init?(_ value: BusValue) {
    guard let members = value.elements, members.count >= 3, let path = members[0].text,
      let arguments = members[1].texts, let flags = members[2].texts
    else { return nil }
    self.path = path
    self.arguments = arguments
    self.flags = flags
  }

  /// The characters before a command line, by flag (systemd.service(5), "Special executable prefixes").
  private static let prefixes = [
    "ignore-failure": "-", "no-env-expand": ":", "privileged": "+", "no-setuid": "!", "ambient": "!!", "via-shell": "|",
  ]

  /// The command line as a unit file has it.
  var text: String {
    let explicit = arguments.first != path
    let prefix = flags.compactMap { Self.prefixes[$0] }.joined() + (explicit ? "@" : "")
    return prefix + ((explicit ? [path] : []) + arguments).map { Quoting.word($0) }.joined(separator: " ")
  }

  /// What is lost where the command is what systemd-run is given to run, rather than a setting: there, no prefix has a
  /// place.
  var shortcomingsAsOperand: [String] {
    var shortcomings = flags.map { flag in
      "systemd-run cannot put the \(Self.prefixes[flag].map { "'\($0)'" } ?? "flag \(flag)") before its command."
    }
    if arguments.first != path {
      shortcomings.append("systemd-run cannot call its command '\(arguments.first ?? "")'.")
    }
    return shortcomings
  }
}
