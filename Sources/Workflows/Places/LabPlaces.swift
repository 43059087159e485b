import Lab
import Logging
import Sandboxing
import Systemd
import Trials

/// Labs: each service that is opened gets one of its own.
public struct LabPlaces: Places {
  private let configuration: Lab.Configuration
  private let log: Logger

  /// Labs of one kind.
  public init(_ configuration: Lab.Configuration, log: Logger) {
    self.configuration = configuration
    self.log = log
  }

  /// Starts a lab, sets the service up in it, and keeps the state it then has for every trial to start from.
  public func open(_ service: ServiceReference, check: HealthCheck, form: SiteForm) async throws -> any Site {
    let lab = try await Lab.start(configuration)
    do {
      return try await LabSite(lab, service: service, check: check, form: form, log: log)
    } catch {
      await lab.stop()
      throw error
    }
  }
}

/// A lab with one service in it.
final class LabSite: Site {
  let ground: any TrialGround
  let service: LoadedService
  let platform: Platform
  let runner: TrialRunner
  let witness: Witness
  private let lab: Lab
  private let meter: ExposureMeter

  init(_ lab: Lab, service reference: ServiceReference, check: HealthCheck, form: SiteForm, log: Logger) async throws {
    self.lab = lab
    let manager = try await Manager(.bus(path: lab.root + "/run/dbus/system_bus_socket"))
    let ground = try await LabGround(lab, manager: manager)
    self.ground = ground
    guard case .unit(let unit) = reference else { fatalError() }
    let commands = CommandRunner(on: ground, prefix: "cinch-setup")
    for command in check.setup {
      let r = try await commands.run(command, limit: .seconds(120))
      guard r.isSuccess else { throw FindError.untestable("setup failed: \(r)") }
    }
    service = LoadedService(
      unit: unit, properties: try await manager.properties(of: unit),
      text: UnitText.read(try await manager.properties(of: unit), reach: ground.reach))
    if let obstacle = service.obstacle { throw obstacle }
    let filter = try await commands.run("systemd-analyze syscall-filter --no-pager", limit: .seconds(30))
    platform = try await manager.platform(root: lab.root, systemCallFilter: filter.output)
    let clone = try await manager.clone(of: unit)
    runner = TrialRunner(
      clone.subject(named: unit), check: check, on: ground, launcher: DropInLauncher(unit, on: ground), name: "cinch", log: log)
    witness = Witness()
    meter = ExposureMeter(on: ground, name: "cinch")
  }

  func exposure(with dropIn: String) async throws -> Double? {
    try await meter.exposure(of: service, with: dropIn)
  }

  func close() async { await lab.stop() }
}
