import ArgumentParser
import Reports
import Sandboxing
import Systemd
import Workflows

/// `cinch undo`: what was there before.
struct UndoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Take the latest sandbox of a unit away and restore exactly what was there before.")

  @Argument(help: "The unit.", completion: .units)
  var unit: String

  @Flag(help: "Do so even where somebody has edited the drop-in since.")
  var force = false

  @OptionGroup var manager: ManagerOptions

  func run() async throws {
    let unit = try await LiveUnit(
      try UnitName(unit), of: manager.scope, directories: manager.directories, purpose: "undo")
    // The way back is open even where nothing can be written down, as on a full disk.
    let operation: OperationRecord?
    do {
      operation = try await unit.record("undo")
    } catch {
      StandardError.write("Warning: \("\(error)".terminalSafe)")
      operation = nil
    }
    let undo = { try await unit.installation.undo(force: force, limit: .seconds(180)) }
    if let operation { try await operation.perform(undo) } else { try await undo() }
    try StandardStream.output.write("\(unit.name) is as it was before its latest sandbox.\n")
  }
}

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
