import Glibc
import Linux
import Sandboxing
import Systemd

/// Starts the unit itself, with the sandbox in a drop-in: the form in which it will be installed. It costs a
/// daemon-reload for each sandbox, and is what confirms a result and serves what no clone can stand in for.
public actor DropInLauncher: Launcher {
  private let unit: String
  private let sockets: [String]
  private let location: DropInLocation
  private let environment: any TrialEnvironment
  private var installed: String?
  private var mayRestart = false

  /// A launcher for a service that is there under its own name. The default location is where `cinch apply` puts the drop-in,
  /// which is only right for an environment that is thrown away.
  public init(
    _ subject: Subject, at location: DropInLocation = .installed, on environment: any TrialEnvironment
  ) {
    unit = subject.unit
    sockets = subject.sockets
    self.location = location
    self.environment = environment
  }

  /// Writes the drop-in and has the manager read it, unless it is the one that it has.
  public func prepare(_ sandbox: RenderedSandbox) async throws {
    let dropIn = sandbox.dropIn
    guard dropIn != installed else { return }
    try put(dropIn, into: location.file)
    if environment.isDisposable { try put(handling, into: Self.handlingFile) }
    if dropIn.isEmpty, !environment.isDisposable {
      // Only an empty one goes: the administrator's own drop-ins may be in it.
      _ = try environment.directory(location.root).at("\(unit).d") { rmdir($0) }
    }
    try await environment.manager.reload()
    installed = dropIn
  }

  /// Comes last, and says nothing of the sandbox.
  private static let handlingFile = "zz-cinch-trial.conf"

  /// What a clone has, too: a failure that stays one, and has no consequences; and a start and a stop by hand.
  private var handling: String {
    let unit = [
      "StartLimitIntervalSec=0", "FailureAction=none", "SuccessAction=none",
      // It is only started and stopped by what runs in production, and none of that runs here.
      "RefuseManualStart=no", "RefuseManualStop=no",
    ]
    let service = mayRestart ? [] : ["Restart=no", "RestartForceExitStatus="]
    return (["[Unit]"] + unit + ["[Service]"] + service).map { "\($0)\n" }.joined()
  }

  private func put(_ text: String, into file: String) throws {
    try environment.directory(location.directory(of: unit)).at(file) { path in
      unlink(path)
      if !text.isEmpty { try write(text, to: path) }
    }
  }

  /// Makes a file that is not there, so that no link is followed.
  private func write(_ text: String, to path: String) throws {
    do {
      try writeFile(path, text, flags: O_CREAT | O_EXCL)
    } catch {
      throw SystemCallError(call: "write the drop-in", subject: "\(unit).d/\(location.file)", number: error.number)
    }
  }

  /// Starts the unit, after its sockets.
  public func start(again: Bool, limit: Duration) async throws -> JobResult {
    for socket in sockets {
      let result = try await environment.manager.start(socket, limit: limit)
      guard result == .done else { return result }
    }
    return try await environment.manager.start(unit, limit: limit)
  }

  /// Restarts the unit.
  public func restart(limit: Duration) async throws -> JobResult {
    try await environment.manager.restart(unit, limit: limit)
  }

  /// The unit restarts as it says.
  public func allowRestarts() {
    mayRestart = true
    installed = nil
  }

  /// The unit stays as it is, drop-in and all, for the next trial; trials are more than anybody starts of one unit.
  public func clear(_ watcher: UnitWatcher) async throws { try await environment.manager.resetFailed(unit) }
}

/// Which file of a unit's drop-ins a sandbox is put into.
public struct DropInLocation: Hashable, Sendable {
  /// The directory that holds the directories of all units' drop-ins.
  public var root: String
  /// The file's name, after which systemd orders drop-ins.
  public var file: String

  /// A location.
  public init(root: String, file: String) {
    self.root = root
    self.file = file
  }

  /// The directory of a unit's drop-ins.
  public func directory(of unit: String) -> String { "\(root)/\(unit).d" }

  /// The file of a unit.
  public func path(of unit: String) -> String { "\(directory(of: unit))/\(file)" }

  /// Where `cinch apply` puts a sandbox for good.
  public static let installed = DropInLocation(root: "/etc/systemd/system", file: "60-cinch.conf")

  /// Beside what is installed, and gone with the boot: for trials at a manager whose services people use.
  public static let trial = DropInLocation(root: "/run/systemd/system", file: "60-cinch-trial.conf")
}
