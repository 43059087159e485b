import Acts
import Sandboxing

/// What needy answers: healthy, or the first act that it could not do and why.
struct Health: CustomStringConvertible {
  static let healthy = "healthy"

  let description: String
  var isHealthy: Bool { description == Self.healthy }

  /// Performs the acts in order, up to the first that fails.
  init(performing acts: [Act]) {
    for act in acts {
      let outcome = act.perform()
      guard outcome == .allowed else {
        description = "unhealthy: \(act): \(outcome)"
        return
      }
    }
    description = Self.healthy
  }
}

/// A service of Type=oneshot: performs the acts once and says how that went; the exit status.
func run(acts: [Act]) -> Int32 {
  let health = Health(performing: acts)
  let isSaid = writeLine(health.description)
  return health.isHealthy && isSaid ? 0 : 1
}
