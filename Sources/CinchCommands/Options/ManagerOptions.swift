import ArgumentParser
import Ledger
import Workflows

/// The option that says whose manager and whose files a command is about.
struct ManagerOptions: ParsableArguments {
  @Flag(help: "Work on the calling user's own services, and keep state in the user's own directories.")
  var user = false

  /// Whose manager it is.
  var scope: LiveUnit.Scope { user ? .user : .system }

  /// Where configuration, state and locks are.
  var directories: StandardDirectories { user ? CommandContext.current.user : CommandContext.current.system }
}
