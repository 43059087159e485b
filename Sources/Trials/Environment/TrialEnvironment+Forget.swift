import Glibc
import Systemd

extension TrialEnvironment {
  /// Has the manager forget a transient unit that is down, so that its name is free.
  ///
  /// - Parameters:
  ///   - watcher: Who follows the unit.
  ///   - isPinned: Whether another unit is known to keep it in memory, so that waiting would be in vain.
  /// - Returns: Whether another unit keeps it.
  /// - Throws: ``BusError``.
  func forget(_ watcher: UnitWatcher, isPinned: Bool) async throws -> Bool {
    // Of a unit that never came to life no signal will tell that it is gone.
    let wasSeen = await !watcher.state.activeState.isEmpty
    if !wasSeen, try await !manager.isLoaded(watcher.unit) { return isPinned }
    if !isPinned {
      do {
        // The manager drops a unit that nothing refers to when it has nothing else to do.
        _ = try await watcher.wait(.milliseconds(500), until: "forgotten") { $0.isRemoved }
        return false
      } catch is DeadlineExceeded {
        guard try await manager.isLoaded(watcher.unit) else { return false }
      }
    }
    // Another unit in memory names this one, so the manager keeps it, and would refuse to make it anew. Without its file it
    // is an empty name after a reload.
    _ = try directory(scope.transientUnits).at(watcher.unit) { unlink($0) }
    try await manager.reload()
    return true
  }
}
