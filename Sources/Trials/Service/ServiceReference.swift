import Ledger
import Sandboxing

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

  /// What only one run at a time may work on: the unit, or the command line, which is a unit in every lab anew.
  public var lockName: String {
    if case .command(let words) = self { "cinch-command-\(Fingerprint(of: words))" } else { unit ?? "" }
  }

  /// The name of the unit that a command line becomes.
  static let commandUnit = "cinch-command.service"

  /// The unit file that a command line becomes.
  static func unitFile(for command: [String]) -> String {
    """
    [Unit]
    Description=A command line that cinch was given
    [Service]
    Type=exec
    ExecStart=\(command.map(Quoting.argument).joined(separator: " "))

    """
  }
}
