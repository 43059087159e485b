import ArgumentParser

/// `cinch lab`: a disposable systemd to try things in.
struct LabCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lab",
    abstract: "Try things in a disposable systemd over a copy-on-write view of a root.",
    subcommands: [LabShell.self, LabKeeperCommand.self, LabInitCommand.self, LabEnterCommand.self])
}
