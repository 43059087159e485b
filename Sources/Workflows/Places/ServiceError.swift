/// Why a service cannot be tried.
public enum ServiceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No unit of that name.
  case unknown(String)
  /// The unit is masked.
  case masked(String)
  /// systemd could not load the unit, for this reason.
  case notLoaded(String, String)
  /// A unit of another type.
  case notAService(String)
  /// A command that sets the service up failed, and said this.
  case notSetUp(String, String)

  /// One sentence that says what to do.
  public var description: String {
    switch self {
    case .unknown(let unit):
      "there is no unit \(unit); see 'systemctl list-unit-files' for the names, or give a unit file's path"
    case .masked(let unit): "\(unit) is masked; unmask it first with 'systemctl unmask \(unit)'"
    case .notLoaded(let unit, let message):
      "systemd cannot load \(unit): \(message); see 'systemd-analyze verify \(unit)'"
    case .notSetUp(let command, let output): "the setup command '\(command)' failed: \(output)"
    case .notAService(let unit): "\(unit) is not a service; give a unit whose name ends in .service"
    }
  }
}
