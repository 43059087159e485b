import Lab
import Ledger
import Logging
import Systemd
import Trials

/// Labs: each service that is opened gets one of its own.
public struct LabPlaces: Places {
  private let configuration: Lab.Configuration
  private let actProgram: String
  private let log: Logger

  /// Labs of one kind.
  ///
  /// - Parameters:
  ///   - configuration: of what kind.
  ///   - actProgram: the path of `cinch-act` on this machine, which every lab gets a copy of.
  ///   - log: where labs say what they do.
  public init(_ configuration: Lab.Configuration, actProgram: String, log: Logger) {
    self.configuration = configuration
    self.actProgram = actProgram
    self.log = log
  }

  /// A lab for each.
  public var opening: String { "opening a lab" }

  /// Starts a lab and sets the service up in it; the state it then has is what every trial starts from.
  public func open(_ service: ServiceReference, check: HealthCheck, form: SiteForm) async throws -> any Site {
    let lab = try await Lab.start(configuration)
    do {
      try lab.copyIn(actProgram, to: Lab.actProgram)
      return try await LabSite(lab, service: service, check: check, form: form, log: log)
    } catch {
      await lab.stop()
      throw error
    }
  }

  /// Looks at services in one lab for all of them.
  public func environments(of services: [ServiceReference]) async throws -> [ServiceReference: RunEnvironment] {
    let lab = try await Lab.start(configuration)
    let environments: Result<[ServiceReference: RunEnvironment], any Error>
    do {
      let units = try services.map { ($0, unit: try lab.install($0)) }
      let manager = try await lab.manager()
      try await manager.reload()
      let commands = CommandRunner(on: try LabEnvironment(lab, manager: manager), prefix: "cinch-environment")
      environments = .success(
        try await EnvironmentReader(commands: commands, manager: manager).environments(of: units) { try? lab.read($0) })
    } catch {
      environments = .failure(error)
    }
    await lab.stop()
    return try environments.get()
  }
}
