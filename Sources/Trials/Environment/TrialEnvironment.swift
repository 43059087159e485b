import Lab
import Linux
import Sandboxing
import Systemd

/// Where trials run: a running manager, the file system that it sees, a way to put back what a trial changed, and how a
/// service is started there in each form.
///
/// A new kind of manager is one more of these, with an ``EnvironmentProvider`` that opens it.
public protocol TrialEnvironment: Sendable {
  /// The manager that starts the service and the probes.
  var manager: Manager { get }

  /// Whose manager it is.
  var scope: ManagerScope { get }

  /// A directory that the manager sees, for what is needed only for a moment.
  var scratch: String { get }

  /// A directory that the manager sees, made where it is missing, to make and remove files in.
  ///
  /// - Throws: where it cannot be opened.
  func directory(_ path: String) throws -> EnvironmentDirectory

  /// Where a path that the manager sees is for this process: to look at, never to write, for links lead where they lead
  /// from here.
  func view(of path: String) -> String

  /// The text of a file that the manager sees; nil where it cannot be read. What is not UTF-8 is replaced.
  func text(of path: String) -> String?

  /// The manager's own process, as this process numbers it; nil where nobody knows.
  var managerProcess: Int32? { get }

  /// Hears which files of /proc are opened from now on; nil where nobody tells.
  func watchProcessFiles() -> OpenWatch?

  /// Before a trial starts anything: takes down what runs by itself, the first time.
  ///
  /// - Throws: ``BusError``.
  func beginTrial() async throws

  /// After a trial's service is down: ends everything that came with it and is still there, such as the units that it
  /// required, and processes that outlived theirs. What ran before any trial goes on running.
  ///
  /// - Throws: ``BusError``, or ``LeftoverError`` where something does not end.
  func endLeftovers(of unit: String) async throws

  /// Puts everything back that the service may have written, so that the next start is a first one again.
  ///
  /// - Throws: where something could not be put back: no trial after it could be believed.
  func putBack() async throws

  /// Puts back only what does not outlive a reboot: what is in memory alone.
  ///
  /// - Returns: whether that can be done here.
  /// - Throws: where something could not be put back.
  func forgetBoot() async throws -> Bool

  /// The processes in a control group, as the unit's `ControlGroup` names it (`/system.slice/nginx.service`), and in all
  /// below it.
  func processes(in controlGroup: String) -> Set<Int32>

  /// The paths that were written since the environment was made or last put back, as the manager sees them; nil where nobody
  /// can tell.
  func writtenPaths() async throws -> [String]?

  /// Which system calls of units were filtered.
  var filteredCalls: FilteredCalls { get }

  /// What a unit wrote to the journal in one invocation, and what the manager said of it, oldest first.
  func journal(of unit: String, invocation: String) async -> [JournalEntry]

  // MARK: What it is

  /// How the names of all units begin that are started here beside the service; distinct from those of everybody else at
  /// this manager.
  var unitPrefix: String { get }

  /// The path of `cinch-act` as the manager sees it.
  var actProgram: String { get }

  /// Whether every trial starts from the same state, and the whole can be thrown away for another one like it. Where not,
  /// units are where others can change them.
  var isDisposable: Bool { get }

  /// The drop-in of trials of the unit itself.
  var trialDropIn: DropInLocation { get }

  /// What it has taken of the machine so far; nil where nobody counts.
  var resourceUsage: Lab.Usage? { get }

  // MARK: A service on it

  /// Makes a service known here. Its manager need not know it yet; ``load(_:)`` makes sure of that.
  ///
  /// - Returns: the unit's name.
  /// - Throws: ``ServiceError/onlyInLabs`` where there is no room for files.
  func install(_ service: ServiceReference) throws -> String

  /// Whether the health check's set-up commands have been run here already.
  var isSetUp: Bool { get }

  /// Runs a command that comes once, before anything else.
  func setUp(_ command: String) async throws -> CommandRunner.Outcome

  /// The service as its manager has it when it is set up, which is the state that trials start from.
  ///
  /// - Throws: ``ServiceError`` where it cannot be tried, ``BusError``.
  func load(_ unit: String) async throws -> LoadedService

  /// Why no clone is made here, one sentence; nil where one can be.
  var obstacleToCloning: String? { get }

  /// Stops what people use of the service until ``close()``.
  func suspend() async throws

  /// Makes the environment ready for trials in a form, from now on until it is asked for another one.
  ///
  /// - Parameters:
  ///   - service: as ``load(_:)`` brought it.
  ///   - clone: of the service.
  ///   - form: what is wished for.
  /// - Returns: what is started, and what starts it.
  /// - Throws: ``ServiceError/noClone(_:reason:)`` where only another form will do.
  func arrange(
    _ service: LoadedService, _ clone: ServiceClone, in form: TrialForm
  ) async throws -> (subject: Subject, launcher: any Launcher)

  /// Ends everything that was started here, and gives back what was taken.
  func close() async
}

extension TrialEnvironment {
  /// The users and groups of the system that the manager is on.
  var accounts: Accounts {
    Accounts(users: text(of: "/etc/passwd") ?? "", groups: text(of: "/etc/group") ?? "")
  }

  /// The system's.
  public var scope: ManagerScope { .system }

  /// Nobody tells.
  public func watchProcessFiles() -> OpenWatch? { nil }

  /// Nobody counts.
  public var resourceUsage: Lab.Usage? { nil }

  /// It cannot.
  public func forgetBoot() async throws -> Bool { false }

  /// Nobody has run them.
  public var isSetUp: Bool { false }

  /// As a unit of the manager.
  public func setUp(_ command: String) async throws -> CommandRunner.Outcome {
    try await commands("setup").run(command, limit: .seconds(300))
  }

  /// As it is.
  public func load(_ unit: String) async throws -> LoadedService {
    try await LoadedService(unit, of: manager, read: text(of:)).run(by: scope)
  }

  /// Nothing is.
  public var obstacleToCloning: String? { nil }

  /// Nobody uses it.
  public func suspend() async throws {}

  /// The usual launcher of a form.
  func launcher(of subject: Subject, in form: TrialForm) -> any Launcher {
    switch form {
    case .clone, .bare: TransientLauncher(subject, on: self)
    case .line: SystemdRunLauncher(subject, on: self, prefix: "\(unitPrefix)-launch")
    case .installed: DropInLauncher(subject, at: trialDropIn, on: self)
    }
  }

  /// Who runs commands here; the word, which its units' names have, is distinct from that of every other.
  func commands(_ word: String) -> CommandRunner { CommandRunner(on: self, prefix: "\(unitPrefix)-\(word)") }

  /// What the catalogue needs to know of this system.
  ///
  /// - Throws: ``BusError``.
  public func platform() async throws -> Platform {
    let filter = try await commands("platform").run("systemd-analyze syscall-filter --no-pager", limit: .seconds(30))
    return try await manager.platform(root: view(of: ""), systemCallFilter: filter.output)
  }
}

/// A directory of an environment, as this process reaches it: the path holds as long as this value lives.
public struct EnvironmentDirectory: Sendable {
  /// Where it is; only below it, and without following links there, is it safe to write.
  public let path: String
  private let hold: (any Sendable)?

  /// A directory at a path that is good as long as `hold` lives.
  init(_ path: String, keeping hold: (any Sendable)? = nil) {
    self.path = path
    self.hold = hold
  }

  /// The path of a name in it.
  func path(of name: some StringProtocol) -> String { "\(path)/\(name)" }

  /// Does something with the path of a name in it, which holds meanwhile: a value that is used for the last time may be gone
  /// as soon as it has told a path.
  func at<Value>(_ name: some StringProtocol, _ body: (String) throws -> Value) rethrows -> Value {
    try withExtendedLifetime(hold) { try body(path(of: name)) }
  }
}
