import ArgumentParser
import Lab

/// `cinch lab keeper`: the process that owns a lab.
struct LabKeeperCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keeper", abstract: "Own a lab; started by cinch itself.", shouldDisplay: false)

  func run() throws { throw ExitCode(Keeper.main()) }
}
