import ArgumentParser
import Foundation
import Reports
import Sandboxing
import Systemd
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

  @Flag(help: "Only show how the drop-in would change.")
  var dryRun = false

  @OptionGroup var manager: ManagerOptions

  func run() async throws {
    let profile = try Profile(contentsOfFile: profile)
    let unit = try await LiveUnit(
      try UnitName(profile.service.unit), of: manager.scope, directories: manager.directories, purpose: "apply")
    let platform = try await unit.platform()
    let render: @Sendable ([String: BusValue]) -> String = { properties in
      let ground = Ground(platform: platform, base: properties, observed: profile.observed)
      return DropInFile(for: unit.name, profile.kept, on: ground).text
    }
    let properties = try await unit.properties()
    if dryRun {
      let current = try unit.installation.current()
      print(TextDifference(from: current ?? "", to: render(properties)).text, terminator: "")
      return
    }
    let check = unit.check(profile.healthCheck, properties: properties)
    let outcome = try await untilSignalled { [confirmTimeout] in
      try await unit.installation.apply(
        limit: check.limit, confirmation: confirmTimeout, render: render, check: check.run)
    }
    try tell(outcome, of: unit)
  }

  private func tell(_ outcome: Installation.Outcome, of unit: LiveUnit) throws {
    switch outcome {
    case .installed(let overrides):
      warn(of: overrides)
      print("\(unit.name) passed under the sandbox, which is installed in \(unit.installation.place.file).")
      print("'cinch undo \(unit.name)' takes it away again.")
    case .awaitingConfirmation(let overrides):
      warn(of: overrides)
      print("\(unit.name) passed and runs under the sandbox for \((confirmTimeout ?? .zero).timeSpan).")
      print("'cinch confirm \(unit.name)' keeps it; otherwise it is taken back then.")
    case .takenBack(.failed(let evidence)):
      throw ApplyFailure(unit: unit.name, reason: "\(evidence.phase): \(evidence.reason)", exitStatus: .regression)
    case .takenBack(.inconclusive(let reason)):
      throw ApplyFailure(unit: unit.name, reason: reason, exitStatus: .incomplete)
    case .takenBack(.passed):
      throw ApplyFailure(unit: unit.name, reason: "no reason is known", exitStatus: .bug)
    }
  }

  private func warn(of overrides: [Override]) {
    for override in overrides { StandardError.write("Warning: \(override.description.terminalSafe)") }
  }

  private static func timeSpan(_ text: String) throws -> Duration {
    guard let duration = Duration(timeSpan: text), duration > .zero else {
      throw ValidationError("'\(text)' is not a time span like 120 or 2min")
    }
    return duration
  }
}

/// A sandbox that was taken back, because the service did not pass under it.
struct ApplyFailure: ExitStatusProviding, CustomStringConvertible {
  let unit: String
  let reason: String
  let exitStatus: ExitStatus

  var description: String {
    "\(unit) did not pass under the sandbox (\(reason.terminalSafe)) and is as it was before: run cinch check on the"
      + " profile to see what it cannot bear."
  }
}
