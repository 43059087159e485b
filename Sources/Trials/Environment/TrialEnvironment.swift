import Systemd

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

/// Where trials run: a running manager, the file system that it sees, and a way to put back what a trial changed.
///
/// A new kind of manager is one more of these.
public protocol TrialEnvironment: Sendable {
  /// The manager that starts the service and the probes.
  var manager: Manager { get }

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

  /// Puts everything back that the service may have written, so that the next start is a first one again.
  ///
  /// - Throws: where something could not be put back: no trial after it could be believed.
  func putBack() async throws

  /// The processes in a control group, as the unit's `ControlGroup` names it (`/system.slice/nginx.service`), and in all
  /// below it.
  func processes(in controlGroup: String) -> Set<Int32>

  /// The paths that were written since the environment was made or last put back, as the manager sees them.
  func writtenPaths() async throws -> [String]

  /// Which system calls of units were filtered.
  var filteredCalls: FilteredCalls { get }

  /// What a unit wrote to the journal in one invocation, and what the manager said of it, oldest first.
  func journal(of unit: String, invocation: String) async -> [JournalEntry]
}
