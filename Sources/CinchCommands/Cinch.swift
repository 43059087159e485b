import ArgumentParser

/// `cinch`: how tight can a service's sandbox be, and does it still work?
public struct Cinch: AsyncParsableCommand {
  /// The command line's own description.
  public static let configuration = CommandConfiguration(
    commandName: "cinch",
    abstract: "Find out how tight a systemd service's sandbox can be, and keep it that tight.",
    version: Version.own,
    subcommands: [
      FindCommand.self, CheckCommand.self, BatchCommand.self, ExplainCommand.self, ReportCommand.self,
      ApplyCommand.self, ConfirmCommand.self, UndoCommand.self, LogCommand.self, DirectivesCommand.self,
      LabCommand.self,
    ])

  /// A command as the parser makes it.
  public init() {}
}
