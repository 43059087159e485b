import Foundation
import Ledger
import Reports

/// What a command finds around it: directories, environment, terminal, clock, and what its user may do. Commands ask it and
/// nothing else, so that a test can put them anywhere.
struct CommandContext: Sendable {
  /// The directories of the system's own Cinch.
  var system = StandardDirectories.system
  /// The environment variables.
  var environment = ProcessInfo.processInfo.environment
  /// Whether the user is root.
  var isRoot = geteuid() == 0
  /// Whether this process may do what its user may not by themselves.
  var isElevated = ProcessInfo.processInfo.environment["SUDO_UID"] != nil || getuid() != geteuid()
  /// What day and time it is.
  var now: @Sendable () -> Date = { Date() }
  /// What a clock says that nobody sets.
  var instant: @Sendable () -> ContinuousClock.Instant = { .now }
  /// What an output of this process is.
  var terminal: @Sendable (_ descriptor: Int32, _ environment: [String: String]) -> Terminal = {
    Terminal(of: $0, environment: $1)
  }

  /// The directories of the user's own Cinch.
  var user: StandardDirectories { .user(environment: environment) }
  /// Standard output.
  var output: Terminal { terminal(STDOUT_FILENO, environment) }
  /// Standard error.
  var error: Terminal { terminal(STDERR_FILENO, environment) }

  /// That of the running command: this process's own, where a test has not put another in its place.
  @TaskLocal static var current = CommandContext()
}
