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
  private var installed = ""

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
    try environment.directory(location.directory(of: unit)).at(location.file) { path in
      unlink(path)
      if !dropIn.isEmpty { try write(dropIn, to: path) }
    }
    if dropIn.isEmpty {
      // Only an empty one goes: the administrator's own drop-ins may be in it.
      _ = try environment.directory(location.root).at("\(unit).d") { rmdir($0) }
    }
    try await environment.manager.reload()
    installed = dropIn
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

  /// The unit stays as it is, drop-in and all, for the next trial.
  public func clear(_ watcher: UnitWatcher) {}
}
