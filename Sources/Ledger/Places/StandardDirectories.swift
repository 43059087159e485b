import Foundation

/// Where Cinch keeps what is not a result: file-hierarchy(7) for the system, the XDG Base Directory Specification for a
/// user.
public struct StandardDirectories: Hashable, Sendable {
  /// What an administrator sets: `/etc/cinch`.
  public let configuration: String
  /// What must outlive a reboot, the ledger first of all: `/var/lib/cinch`.
  public let state: String
  /// What must not: `/run/cinch`.
  public let runtime: String

  /// Three directories of the caller's choice.
  public init(configuration: String, state: String, runtime: String) {
    self.configuration = configuration
    self.state = state
    self.runtime = runtime
  }

  /// The directories of the system's own Cinch.
  public static let system = StandardDirectories(
    configuration: "/etc/cinch", state: "/var/lib/cinch", runtime: "/run/cinch")

  /// Makes the state directory where it is missing, for its owner alone.
  ///
  /// - Throws: ``LedgerError``.
  public func makeState() throws(LedgerError) {
    do {
      try PrivateDirectory.make(at: state)
    } catch {
      throw error.code == 0
        ? LedgerError.unusable(path: state, reason: error.reason) : LedgerError(errno: error.code, path: state)
    }
  }

  /// The directories of one user, from the environment of a process of theirs.
  ///
  /// `XDG_RUNTIME_DIR` has no default in the specification; without it the state directory serves.
  public static func user(environment: [String: String] = ProcessInfo.processInfo.environment) -> StandardDirectories {
    func base(_ variable: String, _ fallback: String) -> String {
      // The specification: "All paths set in these environment variables must be absolute … otherwise ignore".
      guard let path = environment[variable], path.hasPrefix("/") else { return fallback }
      return path
    }
    let home = environment["HOME"] ?? NSHomeDirectory()
    let state = base("XDG_STATE_HOME", home + "/.local/state") + "/cinch"
    return StandardDirectories(
      configuration: base("XDG_CONFIG_HOME", home + "/.config") + "/cinch",
      state: state,
      runtime: base("XDG_RUNTIME_DIR", state) + "/cinch")
  }
}
