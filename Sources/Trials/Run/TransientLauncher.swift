import Sandboxing
import Systemd

/// Starts the service's clone with `StartTransientUnit`, the call that `systemd-run` makes: no file is written, nothing
/// is reloaded.
public actor TransientLauncher: Launcher {
  private var subject: Subject
  private let environment: any TrialEnvironment
  private var manager: Manager { environment.manager }
  private var properties: [UnitProperty] = []
  private var isReferenced = false
  private var isPinned = false

  /// A launcher for one service on one environment.
  public init(_ subject: Subject, on environment: any TrialEnvironment) {
    self.subject = subject
    self.environment = environment
  }

  /// Lays the sandbox over the clone.
  public func prepare(_ sandbox: RenderedSandbox) {
    // The reference keeps the unit in memory between the stop and the restart of one trial.
    let reference = manager.bus.address.hasBus ? [UnitProperty("AddRef", .bool(true))] : []
    properties = subject.properties(under: sandbox.properties) + reference
  }

  /// Makes the unit, or starts it again.
  public func start(again: Bool, limit: Duration) async throws -> JobResult {
    if again, isReferenced { return try await manager.start(subject.unit, limit: limit) }
    do {
      let result = try await manager.startTransientUnit(
        TransientUnit(name: subject.unit, properties: properties), limit: limit)
      isReferenced = manager.bus.address.hasBus
      return result
    } catch let error as DeadlineExceeded {
      // The unit is there, and so is the reference.
      isReferenced = manager.bus.address.hasBus
      throw error
    }
  }

  /// Restarts the unit.
  public func restart(limit: Duration) async throws -> JobResult {
    try await manager.restart(subject.unit, limit: limit)
  }

  /// Has the clone restart as the original does.
  public func allowRestarts() { subject = subject.restarting() }

  /// Gives the reference up and waits until the manager has forgotten the unit.
  public func clear(_ watcher: UnitWatcher) async throws {
    if isReferenced {
      isReferenced = false
      do {
        try await manager.unref(subject.unit)
      } catch let error as BusError where error.isNoSuchUnit {
        return
      }
    }
    isPinned = try await environment.forget(watcher, isPinned: isPinned)
  }
}
