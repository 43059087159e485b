/// Directories that systemd makes for a service and keeps the mode of (systemd.exec(5), `StateDirectory=`).
public enum UnitDirectory: String, CaseIterable, Sendable {
  case runtime, state, cache, logs

  /// The setting that names them: `StateDirectory`.
  public var setting: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() + "Directory" }

  /// The setting of their mode: `StateDirectoryMode`.
  public var mode: String { setting + "Mode" }

  /// The environment variable that tells a service where they are.
  public var variable: String { rawValue.uppercased() + "_DIRECTORY" }

  /// Where the system's services have theirs.
  public var top: String {
    switch self {
    case .runtime: "/run"
    case .state: "/var/lib"
    case .cache: "/var/cache"
    case .logs: "/var/log"
    }
  }
}
