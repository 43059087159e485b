import Ledger
import Profiles
import Reports
import Sandboxing
import Systemd
import Trials
import Workflows

/// A profile's sandbox on its real unit.
struct ProfileApplication {
  /// The unit, taken for it.
  let unit: LiveUnit
  private let profile: Profile
  private let properties: [String: BusValue]
  private let render: @Sendable ([String: BusValue]) -> String

  /// Takes the unit.
  init(of profile: Profile, in scope: LiveUnit.Scope, directories: StandardDirectories) async throws {
    let unit = try await LiveUnit(
      try UnitName(profile.service.unit), of: scope, directories: directories, purpose: "apply")
    let platform = try await unit.platform()
    self.unit = unit
    self.profile = profile
    properties = try await unit.properties()
    render = { properties in
      let context = ServiceContext(
        platform: platform, base: properties.run(by: unit.owner), observed: profile.installedObservation)
      return DropInFile(for: unit.name, profile.kept, on: context).text
    }
  }

  /// How the drop-in would change.
  func difference() async throws -> TextDifference {
    TextDifference(from: try unit.installation.current() ?? "", to: render(properties))
  }

  /// Puts the sandbox on the unit.
  ///
  /// - Parameters:
  ///   - confirmation: how long it stays without being confirmed; nil installs it at once.
  ///   - loosens: whether it may take from what the unit denies by itself.
  /// - Returns: what other drop-ins set otherwise.
  /// - Throws: ``ApplyFailure`` where the service does not pass under it; what the installation throws.
  func apply(confirmation: Duration?, loosens: Bool = false) async throws -> [Override] {
    let check = unit.check(profile.healthCheck, properties: properties)
    let options = confirmation.map { ["confirmTimeout": $0.timeSpan] } ?? [:]
    let operation = try await unit.record("apply", options: options)
    let outcome = try await operation.perform(profile: try profile.yaml(), isDone: \.isInForce) {
      try await unit.installation.apply(
        limit: check.limit, confirmation: confirmation, loosens: loosens, render: render, check: check.run)
    }
    switch outcome {
    case .installed(let overrides), .awaitingConfirmation(let overrides): return overrides
    case .takenBack(.failed(let evidence)):
      throw ApplyFailure(unit: unit.name, reason: "\(evidence.phase): \(evidence.reason)", exitStatus: .regression)
    case .takenBack(.inconclusive(let reason)):
      throw ApplyFailure(unit: unit.name, reason: reason, exitStatus: .incomplete)
    case .takenBack(.passed):
      throw ApplyFailure(unit: unit.name, reason: "no reason is known", exitStatus: .bug)
    }
  }
}

/// A sandbox that was taken back, because the service did not pass under it.
struct ApplyFailure: ExitStatusProviding, CustomStringConvertible {
  let unit: String
  let reason: String
  let exitStatus: ExitStatus

  var description: String {
    "\(unit) did not pass under the sandbox (\(reason.terminalSafe)) and is as it was before: run cinch check on the"
      + " profile to see what it does not work with."
  }
}
