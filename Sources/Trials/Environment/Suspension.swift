import Ledger
import Sandboxing
import Systemd

/// A service that is stopped for a while, with a guard that ends the while when Cinch does.
///
/// The guard is a unit of the manager's own. It waits for the run's lock, which the kernel gives back the moment Cinch is
/// gone, however it went; then it ends what trials left and starts the original again. It needs nothing of Cinch. A run
/// that ends well gives the lock back, too, and leaves the rest to the guard: there is only this one way out.
actor Suspension {
  /// The service as it was before.
  nonisolated let service: LoadedService
  private let run: String
  private var lock: RunLock?
  private let lockPath: String
  private let manager: Manager
  private let scope: ManagerScope
  /// What was running before and has to run again: the service itself, and the sockets that start it.
  private var running: [String] = []
  private var guardWatcher: UnitWatcher?
  /// How many still need the service to be away.
  private var holders = 1
  private var hasBegun = false

  private static let limit = Duration.seconds(90)

  /// The suspension, to be, of a service whose lock is held, by a run whose units' names begin with `run`.
  init(_ service: LoadedService, run: String, lock: RunLock, manager: Manager, scope: ManagerScope) {
    self.service = service
    self.run = run
    self.lock = lock
    lockPath = lock.path
    self.manager = manager
    self.scope = scope
  }

  /// Sets the guard. From here on everything that the run leaves is taken away at its end.
  func setGuard() async throws {
    let sockets = (service.properties["TriggeredBy"]?.texts ?? []).filter { $0.hasSuffix(".socket") }
    for unit in sockets + [service.unit] {
      let state = try await manager.property("ActiveState", of: unit)?.text
      if state == "active" || state == "activating" || state == "reloading" { running.append(unit) }
    }
    let unit = "cinch-guard-\(run).service"
    guardWatcher = await manager.watch(unit)
    let properties = [
      UnitProperty("Description", .string("Start \(service.unit) again when cinch ends")),
      UnitProperty("Type", .string("exec")),
      .literalCommand(guardCommand),
      UnitProperty("CollectMode", .string("inactive-or-failed")),
    ]
    let result = try await manager.startTransientUnit(
      TransientUnit(name: unit, properties: properties), limit: Self.limit)
    guard result == .done else { throw ServiceError.noGuard(service.unit) }
  }

  /// Stops the service, the first time.
  func begin() async throws {
    guard !hasBegun else { return }
    hasBegun = true
    for unit in running { _ = try await manager.stop(unit, limit: Self.limit) }
  }

  /// One more needs the service to be away.
  ///
  /// - Returns: whether it still is; once it is back it stays.
  func retain() -> Bool {
    guard holders > 0 else { return false }
    holders += 1
    return true
  }

  /// One less needs the service to be away. After the last one, the guard ends the run; this returns when all that ran before
  /// runs again.
  func release() async {
    holders -= 1
    guard holders == 0 else { return }
    // In a task of its own, because one that was cancelled would not wait for the service to be back.
    await Task { await end() }.value
  }

  private func end() async {
    lock = nil
    _ = try? await guardWatcher?.down(within: Self.limit)
    // For the case that somebody has ended the guard: there is nothing to do otherwise.
    for unit in running { _ = try? await manager.start(unit, limit: Self.limit) }
  }

  /// Whatever the unit's name holds is an argument, never text of the script.
  private var guardCommand: [String] {
    let systemctl = scope.systemctl
    let script = """
      exec 9<> "$1" && flock 9
      \(systemctl) kill --signal=KILL -- "$2-*"
      \(systemctl) stop -- "$2-*"
      rm -rf -- "${1%/*}/$2-"*
      if [ -e "$4/$5" ]; then
        \(systemctl) stop -- "$3"
        rm -f -- "$4/$5"
        rmdir -- "$4"
        \(systemctl) daemon-reload
      fi 2>/dev/null
      shift 5
      [ $# = 0 ] || \(systemctl) start -- "$@"
      """
    let dropIn = scope.trial
    let directory = dropIn.directory(of: service.unit)
    return ["/bin/bash", "-c", script, "bash", lockPath, run, service.unit, directory, dropIn.file] + running
  }
}
