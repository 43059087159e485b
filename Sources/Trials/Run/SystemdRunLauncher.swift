import Sandboxing
import Systemd

/// Starts the service with the very line of systemd-run(1) that a person would type to see a trial happen, instead of
/// with the call that it makes.
public actor SystemdRunLauncher: Launcher {
  /// systemd-run did not get as far as a unit.
  public struct Refused: Error, Hashable, Sendable, CustomStringConvertible {
    /// What it said.
    public let output: String

    /// One sentence.
    public var description: String { "systemd-run did not start the service: \(output)" }
  }

  private var subject: Subject
  private let environment: any TrialEnvironment
  private let commands: CommandRunner
  private var line: SystemdRunLine
  private var isPinned = false

  /// A launcher for one service on one environment; the prefix, with which the names of its own units begin, is distinct from
  /// those of every other of this manager.
  public init(_ subject: Subject, on environment: any TrialEnvironment, prefix: String) {
    self.subject = subject
    self.environment = environment
    commands = CommandRunner(on: environment, prefix: prefix)
    line = SystemdRunLine(subject)
  }

  /// Writes the line.
  public func prepare(_ sandbox: RenderedSandbox) {
    line = SystemdRunLine(subject, under: sandbox.properties, arguments: sandbox.systemdRunArguments)
  }

  /// Runs the line, the second time as the first: what systemd-run starts is forgotten with its end.
  public func start(again: Bool, limit: Duration) async throws -> JobResult {
    let watcher = await environment.manager.watch(subject.unit)
    let outcome = try await commands.run(
      line.exactWords.map(Quoting.shell).joined(separator: " "), variables: line.variables, limit: limit)
    if outcome.isSuccess { return .done }
    if await watcher.state.activeState.isEmpty { throw Refused(output: outcome.output) }
    return outcome.end == nil ? .timeout : .failed
  }

  /// Restarts the unit, as `systemctl restart` does.
  public func restart(limit: Duration) async throws -> JobResult {
    try await environment.manager.restart(subject.unit, limit: limit)
  }

  /// Has the line say what the original says of restarts.
  public func allowRestarts() { subject = subject.restarting() }

  /// Waits until the manager has forgotten the unit.
  public func clear(_ watcher: UnitWatcher) async throws {
    isPinned = try await environment.forget(watcher, isPinned: isPinned)
  }
}
