import Ledger
import Sandboxing
import Systemd
import Trials

/// A service that is stopped for a while, with a guard that ends the while when Cinch does.
///
/// The guard is a unit of the manager's own. It waits for the run's lock, which the kernel gives back the moment Cinch is
/// gone, however it went; then it ends what trials left and starts the original again. It needs nothing of Cinch.
actor Suspension {
  nonisolated let service: LoadedService
  private let run: String
  private let lock: RunLock
  private let lockPath: String
  private let manager: Manager
  /// What was running before and has to run again: the service itself, and the sockets that start it.
  private var running: [String] = []

  private var guardUnit: String { "cinch-guard-\(run).service" }
  private static let limit = Duration.seconds(90)

  init(_ service: LoadedService, run: String, lock: RunLock, lockPath: String, manager: Manager) {
    self.service = service
    self.run = run
    self.lock = lock
    self.lockPath = lockPath
    self.manager = manager
  }

  /// Sets the guard, and then stops the service.
  func begin() async throws {
    let sockets = (service.properties["TriggeredBy"]?.texts ?? []).filter { $0.hasSuffix(".socket") }
    for unit in sockets + [service.unit] {
      let state = try await manager.property("ActiveState", of: unit)?.text
      if state == "active" || state == "activating" || state == "reloading" { running.append(unit) }
    }
    try await startGuard()
    do {
      for unit in running { _ = try await manager.stop(unit, limit: Self.limit) }
    } catch {
      await end()
      throw error
    }
  }

  /// Starts everything again that ran before, and then takes the guard away. What does not start here is left to the
  /// guard, which tries once more.
  func end() async {
    do {
      for unit in running { _ = try await manager.start(unit, limit: Self.limit) }
      _ = try await manager.stop(guardUnit, limit: Self.limit)
    } catch {
      return
    }
  }

  private func startGuard() async throws {
    // Whatever the unit's name holds is an argument, never text of the script.
    let script = """
      flock "$1" true
      systemctl stop "$2-*"
      rm -f "$3/60-cinch-trial.conf"
      rmdir "$3" 2>/dev/null
      systemctl daemon-reload
      shift 3
      [ $# = 0 ] || systemctl start -- "$@"
      """
    let command =
      ["/bin/bash", "-c", script, "bash", lockPath, run, DropInLauncher.runtimeDirectory(of: service.unit)] + running
    let properties = [
      UnitProperty("Description", .string("Start \(service.unit) again when cinch ends")),
      UnitProperty("Type", .string("exec")),
      UnitProperty(
        "ExecStart", .array(element: "(sasb)", [.structure([.string(command[0]), .strings(command), .bool(false)])])),
      UnitProperty("CollectMode", .string("inactive-or-failed")),
    ]
    let result = try await manager.startTransientUnit(
      TransientUnit(name: guardUnit, properties: properties), limit: Self.limit)
    guard result == .done else { throw ServiceError.noGuard(service.unit) }
  }
}
