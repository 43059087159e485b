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
  /// A unit file or a command line, which only a lab has a place for.
  case onlyInLabs
  /// Nobody would start the service again if Cinch were killed.
  case noGuard(String)
  /// This user may not make labs, nor start and stop the system's services.
  case notRoot
  /// This machine's systemd does not answer, for this reason.
  case noManager(String)
  /// A program that the health check begins a command with is not there.
  case noProgram(String, command: String)
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
    case .onlyInLabs: "with --host the service has to be a unit that is installed; leave --host out to try it in a lab"
    case .noGuard(let unit):
      "the guard that starts \(unit) again if cinch is killed could not be started; nothing was stopped"
    case .notRoot: "labs and services are for root alone; run this as root"
    case .noManager(let reason):
      "this machine's systemd does not answer (\(reason)); leave --host out to try the service in a lab"
    case .noProgram(let program, let command):
      "there is no program '\(program)' for the health check's '\(command)'; install it where the service runs, or mend the command"
    case .notSetUp(let command, let output): "the setup command '\(command)' failed: \(output)"
    case .notAService(let unit): "\(unit) is not a service; give a unit whose name ends in .service"
    }
  }
}
