import Glibc
import Sandboxing
import Systemd

/// Starts the unit itself, with the sandbox in a drop-in: the form in which it will be installed. It costs a
/// daemon-reload for each sandbox, and is what confirms a result and serves what no clone can stand in for.
public actor DropInLauncher: Launcher {
  private let unit: String
  private let sockets: [String]
  private let directory: String
  private let file: String
  private let ground: any TrialGround
  private var installed = ""

  /// A launcher for a service that is there under its own name, which writes its drop-in as a file of a directory. Where
  /// none is given it is where `cinch apply` puts it, which is only right for a ground that is thrown away.
  public init(
    _ subject: Subject, in directory: String? = nil, file: String = "60-cinch.conf", on ground: any TrialGround
  ) {
    unit = subject.unit
    sockets = subject.sockets
    self.directory = directory ?? "/etc/systemd/system/\(unit).d"
    self.file = file
    self.ground = ground
  }

  /// Where a unit's drop-ins are that do not outlive the boot.
  public static func runtimeDirectory(of unit: String) -> String { "/run/systemd/system/\(unit).d" }

  /// Writes the drop-in and has the manager read it, unless it is the one that it has.
  public func prepare(_ sandbox: RenderedSandbox) async throws {
    guard sandbox.dropIn != installed else { return }
    let directory = ground.reach(directory)
    let path = "\(directory)/\(file)"
    if sandbox.dropIn.isEmpty {
      unlink(path)
      // Only an empty one goes: the administrator's own drop-ins may be in it.
      rmdir(directory)
    } else {
      if mkdir(directory, 0o755) != 0, errno != EEXIST { throw SystemCallError("making the directory \(directory)") }
      guard let file = fopen(path, "we") else { throw SystemCallError("writing the drop-in \(path)") }
      defer { fclose(file) }
      guard fputs(sandbox.dropIn, file) >= 0, fflush(file) == 0 else {
        throw SystemCallError("writing the drop-in \(path)")
      }
    }
    try await ground.manager.reload()
    installed = sandbox.dropIn
  }

  /// Starts the unit, after its sockets.
  public func start(again: Bool, limit: Duration) async throws -> JobResult {
    for socket in sockets {
      let result = try await ground.manager.start(socket, limit: limit)
      guard result == .done else { return result }
    }
    return try await ground.manager.start(unit, limit: limit)
  }

  /// The unit stays as it is, drop-in and all, for the next trial.
  public func clear(_ watcher: UnitWatcher) {}
}
