import ArgumentParser
import Foundation
import Profiles
import Reports
import Sandboxing
import Trials
import Workflows

/// `cinch apply`: a profile's sandbox on the real unit, with a way back.
struct ApplyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Put a profile's sandbox on its unit, and take it back if the service does not pass.",
    discussion: """
      The unit is restarted under the sandbox and its health check is run (probes and reload; nothing that would touch its \
      state). Until it has passed, the drop-in is volatile, and a guard of the manager's own takes it back when cinch dies \
      or the machine restarts.
      """)

  @Argument(help: "The profile, as cinch find --profile wrote it.", completion: .file(extensions: ["yaml", "yml"]))
  var profile: String

  @Option(
    help: ArgumentHelp(
      "Take the sandbox back after this time unless 'cinch confirm' keeps it.", valueName: "time"),
    transform: ApplyCommand.timeSpan)
  var confirmTimeout: Duration?

  @Flag(help: "Apply it even where it takes from what the unit denies by itself.")
  var force = false

  @Flag(help: "Apply it even where files that are there are given to the service's user; 'cinch undo' gives them back.")
  var changeOwners = false

  @Flag(help: "Only show how the drop-in would change.")
  var dryRun = false

  @OptionGroup var manager: ManagerOptions

  func run() async throws {
    let application = try await ProfileApplication(
      of: try Profile(contentsOfFile: profile), in: manager.scope, directories: manager.directories)
    if dryRun {
      let (now, then) = try application.dropIns()
      return try StandardStream.output.write(TextDifference(from: now, to: then).text)
    }
    var consent: Installation.Consent = force ? .loosening : []
    if changeOwners { consent.insert(.changedOwners) }
    let overrides = try await untilSignalled { [confirmTimeout, consent] in
      try await application.apply(confirmation: confirmTimeout, consent: consent)
    }
    for override in overrides { StandardError.write("Warning: \(override.description.terminalSafe)") }
    let unit = application.unit
    if let confirmTimeout {
      try StandardStream.output.write(
        """
        \(unit.name) passed and runs under the sandbox for \(confirmTimeout.timeSpan).
        'cinch confirm \(unit.name)' keeps it; otherwise it is taken back then.

        """)
    } else {
      try StandardStream.output.write(
        """
        \(unit.name) passed under the sandbox, which is installed in \(unit.installation.place.file).
        'cinch undo \(unit.name)' takes it away again.

        """)
    }
  }

  private static func timeSpan(_ text: String) throws -> Duration {
    guard let duration = Duration(timeSpan: text), duration > .zero else {
      throw ValidationError("'\(text)' is not a time span like 120 or 2min")
    }
    return duration
  }
}
