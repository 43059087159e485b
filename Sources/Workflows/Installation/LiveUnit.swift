import Ledger
import Sandboxing
import Systemd
import Trials

/// A unit of a running manager, taken for installing on it: nobody else works on it as long as this value lives.
public struct LiveUnit: Sendable {
  /// Whose manager it is.
  public enum Scope: Hashable, Sendable {
    /// The system's.
    case system
    /// The calling user's.
    case user
  }

  /// The unit's own name, to which an alias has led.
  public let name: String
  /// What Cinch has installed on it.
  public let installation: Installation
  /// Whose manager has it.
  public let owner: ManagerScope
  let environment: HostEnvironment
  let directories: StandardDirectories
  private let lock: RunLock

  /// Takes a unit.
  ///
  /// - Parameters:
  ///   - name: its name or an alias.
  ///   - scope: whose manager has it.
  ///   - directories: where locks and state are.
  ///   - purpose: what for, as whoever comes second is told: `apply`.
  /// - Throws: ``RunLockError/taken(unit:holder:)`` where somebody else has it; ``ServiceError`` where it is no service
  ///   that can run; what the manager, the disk or the state directory throw.
  public init(
    _ name: UnitName, of scope: Scope, directories: StandardDirectories, purpose: String
  ) async throws {
    let manager = try await Manager(scope == .user ? .user : .system)
    let properties = try await manager.properties(of: name.description)
    let unit = properties["Id"]?.text ?? name.description
    let service = LoadedService(unit: unit, properties: properties, text: "")
    try await service.requireUsable(by: manager)
    lock = try RunLock(unit: unit, in: directories.runtime, purpose: purpose)
    try directories.makeState()
    self.name = unit
    self.directories = directories
    owner = scope == .user ? directories.owner : .system
    environment = try HostEnvironment(
      manager, of: owner, scratch: directories.runtime, unitPrefix: LiveCheck.prefix(of: unit))
    installation = Installation(
      at: scope == .user ? .user(unit: unit, directories: directories) : .system(unit: unit),
      on: try RootedDisk(root: "/"), state: try RootedDisk(root: directories.state), control: manager,
      lock: lock.path, isUser: scope == .user)
  }

  /// The unit's properties as the manager has them now.
  public func properties() async throws -> [String: BusValue] { try await environment.manager.properties(of: name) }

  /// What the catalogue needs to know of this system.
  public func platform() async throws -> Platform { try await environment.platform() }

  /// A health check of the unit as it is, which restarts it.
  public func check(_ check: HealthCheck, properties: [String: BusValue]) -> LiveCheck {
    let isJob = properties["Type"]?.text == "oneshot" && properties["RemainAfterExit"]?.truth != true
    let subject = Subject(
      unit: name, properties: [], isJob: isJob, canReload: properties["CanReload"]?.truth == true)
    return LiveCheck(of: subject, by: check, on: environment)
  }
}
