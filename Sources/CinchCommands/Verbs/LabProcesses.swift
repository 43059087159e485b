import ArgumentParser
import Lab

/// `cinch lab enter`: a command on its way into a running lab.
struct LabEnterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enter", abstract: "Run a command in a running lab; started by cinch itself.", shouldDisplay: false)

  @Option(help: "The process ID of the lab's systemd.")
  var leader: Int32

  @Option(help: "When that process started, in clock ticks since boot.")
  var startTime: UInt64

  @Option(help: "A control group to join.")
  var cgroupPath: [String] = []

  @Option(help: "What the lab may do to the machine.")
  var allow: [Lab.Allowance] = []

  @Argument(parsing: .postTerminator, help: "The command.")
  var command: [String]

  func run() throws {
    let entry = LabEntry(leader: leader, startTime: startTime, cgroupPaths: cgroupPath, allow: Set(allow))
    throw ExitCode(entry.main(command: command))
  }
}

/// `cinch lab init`: the first process of a lab, until it becomes the lab's systemd.
struct LabInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Set up a lab and become its systemd; started by a lab's keeper.",
    shouldDisplay: false)

  func run() throws { throw ExitCode(LabInit.main()) }
}

/// `cinch lab keeper`: the process that owns a lab.
struct LabKeeperCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keeper", abstract: "Own a lab; started by cinch itself.", shouldDisplay: false)

  func run() throws { throw ExitCode(Keeper.main()) }
}
