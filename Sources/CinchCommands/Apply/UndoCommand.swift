import ArgumentParser
import Systemd
import Workflows

/// `cinch undo`: what was there before.
struct UndoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Take the latest sandbox of a unit away and restore exactly what was there before.")

  @Argument(help: "The unit.")
  var unit: String

  @Flag(help: "Do so even where somebody has edited the drop-in since.")
  var force = false

  @OptionGroup var manager: ManagerOptions

  func run() async throws {
    let unit = try await LiveUnit(
      try UnitName(unit), of: manager.scope, directories: manager.directories, purpose: "undo")
    try await unit.installation.undo(force: force, limit: .seconds(180))
    print("\(unit.name) is as it was before its latest sandbox.")
  }
}
