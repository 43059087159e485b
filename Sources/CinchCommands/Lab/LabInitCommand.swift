import ArgumentParser
import Lab

/// `cinch lab init`: the first process of a lab, until it becomes the lab's systemd.
struct LabInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Set up a lab and become its systemd; started by a lab's keeper.",
    shouldDisplay: false)

  func run() throws { throw ExitCode(LabInit.main()) }
}
