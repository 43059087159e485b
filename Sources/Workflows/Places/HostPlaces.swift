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

  /// Stops the original, if it runs, and makes trials of its clone possible.
  ///
  /// - Throws: ``RunLockError`` where another run has the unit, ``ServiceError``, ``BusError``.
  public func open(_ service: ServiceReference, check: HealthCheck, form: SiteForm) async throws -> any Site {
    guard case .unit(let name) = service else { throw ServiceError.onlyInLabs }
    let manager = try await Manager(.system)
    let suspension = try await suspend(name, on: manager, setup: check.setup)
    opened += 1
    do {
      return try await HostSite(
        suspension.service, name: "\(run)-\(opened)", check: check, form: form, manager: manager,
        actProgram: actProgram,
        log: log
      ) { await self.release() }
    } catch {
      await release()
      throw error
    }
  }

  private func suspend(_ unit: String, on manager: Manager, setup: [String]) async throws -> Suspension {
    if let suspension {
      holders += 1
      return suspension
    }
    let lock = try RunLock(unit: unit, in: lockDirectory, purpose: "find")
    let ground = try LiveGround(manager)
    let commands = CommandRunner(on: ground, prefix: "\(run)-setup")
    for command in setup {
      let result = try await commands.run(command, limit: .seconds(300))
      guard result.isSuccess else { throw ServiceError.notSetUp(command, String(result.output.suffix(400))) }
    }
    let properties = try await manager.properties(of: unit)
    let service = LoadedService(
      unit: properties["Id"]?.text ?? unit, properties: properties, text: UnitText.read(properties) { $0 })
    if let obstacle = service.obstacle { throw obstacle }
    let suspension = Suspension(
      service, run: run, lock: lock, lockPath: "\(lockDirectory)/\(unit).lock", manager: manager)
    try await suspension.begin()
    self.suspension = suspension
    holders = 1
    return suspension
  }

  private func release() async {
    guard let suspension else { return }
    holders -= 1
    guard holders == 0 else { return }
    self.suspension = nil
    await suspension.end()
  }
}
