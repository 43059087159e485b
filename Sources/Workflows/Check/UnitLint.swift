import Sandboxing
import Trials

/// What settings of a unit undo each other, and those of the sockets that start it. Nothing is started to know.
public struct UnitLint: Sendable {
  /// The unit's own name.
  public let unit: String
  /// What was found, in the order of the rules.
  public let findings: [LintFinding]

  /// What was found of a unit.
  public init(unit: String, findings: [LintFinding]) {
    self.unit = unit
    self.findings = findings
  }

  /// Looks at a unit as its manager has loaded it.
  ///
  /// - Parameters:
  ///   - unit: any of its names.
  ///   - provider: who opens an environment where it is.
  /// - Throws: ``ServiceError`` where there is no such service, and what keeps the environment from opening.
  public init(of unit: String, in provider: any EnvironmentProvider) async throws {
    self = try await provider.withEnvironment { environment in
      let service = try await LoadedService(unit, of: environment.manager, read: environment.text(of:))
      var findings = Lint.findings(
        on: ServiceContext(platform: try await environment.platform(), base: service.properties))
      for socket in service.properties["TriggeredBy"]?.texts ?? [] where socket.hasSuffix(".socket") {
        findings += Lint.findings(inSocket: try await environment.manager.properties(of: socket), named: socket)
      }
      return UnitLint(unit: service.unit, findings: findings)
    }
  }
}
