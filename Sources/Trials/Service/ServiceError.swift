import Sandboxing

/// Why a service cannot be tried.
public enum ServiceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No unit of that name; these are the names most like it.
  case unknown(String, similar: [String] = [])
  /// The unit is masked.
  case masked(String)
  /// systemd could not load the unit, for this reason.
  case notLoaded(String, String)
  /// The unit's files are not what systemd has read.
  case outdated(String)
  /// A unit of another type.
  case notAService(String)
  /// A template, of which only instances can run.
  case template(String)
  /// An instance for one connection, made by this socket (systemd.socket(5), `Accept=yes`).
  case oneConnection(String, socket: String)
  /// On a host no clone can stand in for the unit, for this reason.
  case noClone(String, reason: String)
  /// A unit file or a command line, which only a lab has a place for.
  case onlyInLabs
  /// Nobody would start the service again if Cinch were killed.
  case noGuard(String)
  /// This user may not make labs, nor start and stop the system's services.
  case notRoot
  /// There is no user of that name in the lab.
  case noUser(String)
  /// The manager of that user does not start in the lab, for this reason.
  case noUserManager(String, String)
  /// This machine's systemd does not answer, for this reason.
  case noManager(String)
  /// A program that the health check begins a command with is not there.
  case noProgram(String, command: String)
  /// The shell that runs the health check's commands is not there.
  case noShell
  /// A command that sets the service up failed, and said this.
  case notSetUp(String, String)

  /// One sentence that says what to do.
  public var description: String {
    switch self {
    case .unknown(let unit, let similar):
      "there is no unit \(unit)\(SimilarNames.question(similar)); see 'systemctl list-unit-files' for the names, or give a unit file's path"
    case .masked(let unit): "\(unit) is masked; unmask it first with 'systemctl unmask \(unit)'"
    case .notLoaded(let unit, let message):
      "systemd cannot load \(unit): \(message); see 'systemd-analyze verify \(unit)'"
    case .outdated(let unit):
      "the files of \(unit) were changed since systemd has read them; run 'systemctl daemon-reload' first"
    case .noClone(let unit, let reason):
      "no clone can stand in for \(unit) here: \(reason) Use --launcher drop-in, or leave --host out"
    case .onlyInLabs: "with --host the service has to be a unit that is installed; leave --host out to try it in a lab"
    case .noGuard(let unit):
      "the guard that starts \(unit) again if cinch is killed could not be started; nothing was stopped"
    case .notRoot:
      "labs and services of the system are for root alone; run this as root, or with --user --host for a service of your own"
    case .noUser(let name): "there is no user \(name) in the lab; name one of its users with --lab-user"
    case .noUserManager(let name, let reason):
      "the manager of the user \(name) does not start in the lab (\(Self.end(of: reason))); it needs libpam-systemd there"
    case .noManager(let reason):
      "this machine's systemd does not answer (\(reason)); leave --host out to try the service in a lab"
    case .noProgram(let program, let command):
      "there is no program '\(program)' for the health check's '\(command)'; install it where the service runs, or correct the command"
    case .noShell:
      "there is no /bin/bash where the service runs, and the health check's commands are for it; install bash there"
    case .notSetUp(let command, let output): "the setup command '\(command)' failed: \(Self.end(of: output))"
    case .template(let unit):
      "\(unit) is a template; name one of its instances, such as \(unit.replacing("@.", with: "@NAME."))"
    case .oneConnection(let unit, let socket):
      "\(unit) is one connection that \(socket) accepts (Accept=yes): it has nothing to work on when it is started by itself"
    case .notAService(let unit): "\(unit) is not a service; give a unit whose name ends in .service"
    }
  }

  /// The end of what a program said, where an error usually stands, in one line.
  private static func end(of output: String) -> String {
    String(output.split(whereSeparator: \.isNewline).joined(separator: "; ").suffix(400))
  }
}

extension ServiceError {
  /// Whether what is in the way is the unit itself, as its manager has it.
  public var isOfUnit: Bool {
    switch self {
    case .unknown, .masked, .notLoaded, .outdated, .notAService, .template, .oneConnection: true
    case .noClone, .onlyInLabs, .noGuard, .notRoot, .noUser, .noUserManager, .noManager, .noProgram, .noShell,
      .notSetUp:
      false
    }
  }
}
