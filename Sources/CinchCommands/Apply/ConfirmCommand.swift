import ArgumentParser
import Systemd
import Workflows

/// `cinch confirm`: a sandbox that waits becomes permanent.
struct ConfirmCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm", abstract: "Keep the sandbox that 'cinch apply --confirm-timeout' put on a unit.")

  @Argument(help: "The unit.", completion: .units)
  var unit: String

  @OptionGroup var manager: ManagerOptions

  func run() async throws {
    let unit = try await LiveUnit(
      try UnitName(unit), of: manager.scope, directories: manager.directories, purpose: "confirm")
    try await unit.record("confirm").perform { try await unit.installation.confirm() }
    try StandardStream.output.write("The sandbox of \(unit.name) is installed in \(unit.installation.place.file).\n")
  }
}
