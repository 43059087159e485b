import Ledger
import Profiles
import Sandboxing
import Systemd
import Trials

/// A profile's sandbox on its real unit.
public struct ProfileApplication: Sendable {
  /// The unit, taken for it.
  public let unit: LiveUnit
  private let profile: Profile
  private let properties: [String: BusValue]
  private let render: @Sendable ([String: BusValue]) -> String

  /// Takes the unit.
  ///
  /// - Throws: what ``LiveUnit`` throws where it cannot be taken.
  public init(of profile: Profile, in scope: LiveUnit.Scope, directories: StandardDirectories) async throws {
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

  /// The drop-in as it is, empty where there is none, and as it would be.
  ///
  /// - Throws: what keeps it from being read.
  public func dropIns() throws -> (now: String, then: String) {
    (try unit.installation.current() ?? "", render(properties))
  }

  /// Puts the sandbox on the unit.
  ///
  /// - Parameters:
  ///   - confirmation: how long it stays without being confirmed; nil installs it at once.
  ///   - consent: what it may do beside tightening.
  /// - Returns: what other drop-ins set otherwise.
  /// - Throws: ``ApplyFailure`` where the service does not pass under it; what the installation throws.
  public func apply(confirmation: Duration?, consent: Installation.Consent = []) async throws -> [Override] {
    let check = unit.check(profile.healthCheck, properties: properties)
    let options = confirmation.map { ["confirmTimeout": $0.timeSpan] } ?? [:]
    let operation = try await unit.record("apply", options: options)
    let outcome = try await operation.perform(profile: try profile.yaml(), isDone: \.isInForce) {
      try await unit.installation.apply(
        limit: check.limit, confirmation: confirmation, consent: consent, render: render, check: check.run)
    }
    switch outcome {
    case .installed(let overrides), .awaitingConfirmation(let overrides): return overrides
    case .takenBack(.failed(let evidence)):
      throw ApplyFailure(unit: unit.name, reason: "\(evidence.phase): \(evidence.reason)", cause: .failed)
    case .takenBack(.inconclusive(let reason)):
      throw ApplyFailure(unit: unit.name, reason: reason, cause: .inconclusive)
    case .takenBack(.passed):
      throw ApplyFailure(unit: unit.name, reason: "no reason is known", cause: .unknown)
    }
  }
}

/// A sandbox that was taken back, because the service did not pass under it.
public struct ApplyFailure: Error, CustomStringConvertible {
  /// Why it was taken back.
  public enum Cause: Sendable {
    /// The service did not pass.
    case failed
    /// Its health check could not tell.
    case inconclusive
    /// Nobody knows.
    case unknown
  }

  /// The unit's name.
  public let unit: String
  /// What happened, a phrase.
  public let reason: String
  /// Why it was taken back.
  public let cause: Cause

  /// One sentence that says what to do.
  public var description: String {
    "\(unit) did not pass under the sandbox (\(reason.terminalSafe)) and is as it was before: run cinch check on the"
      + " profile to see what it does not work with."
  }
}
