import Sandboxing
import Systemd

/// Starts the service's clone with `StartTransientUnit`, the call that `systemd-run` makes: no file is written, nothing
/// is reloaded.
public actor TransientLauncher: Launcher {
  private let subject: Subject
  private let manager: Manager
  private var properties: [UnitProperty] = []
  private var isReferenced = false

  /// A launcher for one service on one manager.
  public init(_ subject: Subject, on manager: Manager) {
    self.subject = subject
    self.manager = manager
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
    let result = try await manager.startTransientUnit(
      TransientUnit(name: subject.unit, properties: properties), limit: limit)
    isReferenced = manager.bus.address.hasBus
    return result
  }

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
    guard try await manager.isLoaded(subject.unit) else { return }
    _ = try await watcher.wait(.seconds(10), until: "forgotten") { $0.isRemoved }
  }
}
