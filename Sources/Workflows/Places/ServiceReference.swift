/// How the user names the service to tighten.
public enum ServiceReference: Hashable, Sendable {
  /// A unit that the manager can load: `nginx.service`, `postgresql@15-main.service`.
  case unit(String)
  /// A unit file, which is loaded under its own name.
  case file(path: String)
  /// A command line, which becomes a service of `Type=exec`.
  case command([String])

  /// The unit's name; nil for a command line.
  public var unit: String? {
    switch self {
    case .unit(let name): name
    case .file(let path): path.split(separator: "/").last.map(String.init)
    case .command: nil
    }
  }

  /// The name of the unit that a command line becomes.
  static let commandUnit = "cinch-command.service"

  /// The unit file that a command line becomes. Words are quoted so that systemd takes them as they are
  /// (systemd.syntax(7), "Quoting"; systemd.service(5), "Command Lines").
  static func unitFile(for command: [String]) -> String {
    let words = command.map { word in
      var quoted = ""
      for character in word {
        switch character {
        case "\\": quoted += "\\\\"
        case "\"": quoted += "\\\""
        case "\n": quoted += "\\n"
        case "%": quoted += "%%"
        case "$": quoted += "$$"
        default: quoted.append(character)
        }
      }
      return "\"\(quoted)\""
    }
    return """
      [Unit]
      Description=\(command.first.map { $0.split(separator: "/").last.map(String.init) ?? $0 } ?? "")
      [Service]
      Type=exec
      ExecStart=\(words.joined(separator: " "))

      """
  }
}
