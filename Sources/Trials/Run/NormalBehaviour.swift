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
    // The last restart is counted while the unit still waits for it.
    isDown || restarts > UInt32(allowed) || allowed == 0 && subState.contains("auto-restart")
  }
}
