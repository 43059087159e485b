import Glibc
import Ledger
import Logging
import Sandboxing
import Systemd
import Trials

/// This host's own manager: the original is stopped while trials run, and started again whatever happens.
public actor HostPlaces: Places {
  private let lockDirectory: String
  private let actProgram: String
  private let log: Logger
  private let run = "cinch-\(getpid())"
  private var suspension: Suspension?
  /// How many places still need the service to be away.
  private var holders = 0
  private var opened = 0

  /// The host, with locks in a directory, and `cinch-act` at a path.
  public init(lockDirectory: String, actProgram: String, log: Logger) {
    self.lockDirectory = lockDirectory
    self.actProgram = actProgram
    self.log = log
  }

  /// One at a time, with the service away.
  public nonisolated var opening: String { "stopping the service" }

  /// Stops the original, if it runs, and makes trials of its clone possible.
  ///
  /// - Throws: ``RunLockError`` where another run has the unit, ``ServiceError``, ``BusError``.
  public func open(_ service: ServiceReference, check: HealthCheck, form: SiteForm) async throws -> any Site {
    guard case .unit(let name) = service else { throw ServiceError.onlyInLabs }
    let manager = try await hostManager()
    let environment = try HostEnvironment(manager)
    let suspension = try await suspend(name, on: environment, check: check)
    opened += 1
    do {
      return try await HostSite(
        suspension.service, name: "\(run)-\(opened)", check: check, form: form, on: environment, actProgram: actProgram,
        log: log
      ) { await self.release() }
    } catch {
      await release()
      throw error
    }
  }

  /// Looks at services, and touches none.
  public func environments(of services: [ServiceReference]) async throws -> [ServiceReference: RunEnvironment] {
    let manager = try await hostManager()
    let environment = try HostEnvironment(manager)
    let commands = CommandRunner(on: environment, prefix: "\(run)-environment")
    let units = services.compactMap { service in service.unit.map { (service, unit: $0) } }
    return try await EnvironmentReader(commands: commands, manager: manager).environments(
      of: units, read: environment.text(of:))
  }

  private func hostManager() async throws -> Manager {
    guard geteuid() == 0 else { throw ServiceError.notRoot }
    do {
      return try await Manager(.system)
    } catch let error as BusError {
      throw ServiceError.noManager("\(error)")
    }
  }

  private func suspend(_ unit: String, on environment: HostEnvironment, check: HealthCheck) async throws -> Suspension {
    if let suspension {
      holders += 1
      return suspension
    }
    let manager = environment.manager
    let service = try await LoadedService(unit, of: manager, read: environment.text(of:))
    // The lock has no other owner than the suspension, which gives it back.
    let suspension = Suspension(
      service, run: run, lock: try RunLock(unit: service.unit, in: lockDirectory, purpose: "find"), manager: manager)
    do {
      try await suspension.setGuard()
      try await setUp(check, on: environment)
      try await suspension.begin()
    } catch {
      await Self.end(suspension)
      throw error
    }
    self.suspension = suspension
    holders = 1
    return suspension
  }

  /// Runs the commands that come once, before the service is stopped.
  private func setUp(_ check: HealthCheck, on environment: HostEnvironment) async throws {
    let commands = CommandRunner(on: environment, prefix: "\(run)-setup")
    for command in check.setup {
      let result = try await commands.run(command, limit: .seconds(300))
      guard result.isSuccess else { throw ServiceError.notSetUp(command, result.output) }
    }
    try await check.requirePrograms(commands)
  }

  private func release() async {
    guard let suspension else { return }
    holders -= 1
    guard holders == 0 else { return }
    self.suspension = nil
    await Self.end(suspension)
  }

  /// In a task of its own, because one that was cancelled would not wait for the service to be back.
  private static func end(_ suspension: Suspension) async { await Task { await suspension.end() }.value }
}
