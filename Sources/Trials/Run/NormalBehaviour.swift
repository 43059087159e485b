import Systemd

/// What is no trouble for a service, because it does so without any restriction.
struct NormalBehaviour: Sendable {
  /// What goes on in it all the time.
  var anomalies: Set<RuntimeAnomaly> = []
  /// How often the manager restarts it by itself before it stays up: some services ask for that on purpose.
  var restarts = 0
}

extension UnitState {
  /// Whether it is down, or is restarted by the manager more often than it may be.
  func isOver(afterRestarts allowed: Int) -> Bool {
    if isDown || restarts > UInt32(allowed) { return true }
    return subState.contains("auto-restart") && restarts >= UInt32(allowed)
  }
}
