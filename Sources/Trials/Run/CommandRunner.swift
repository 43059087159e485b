import Glibc
import Linux
import Sandboxing
import Synchronization
import Systemd

/// Runs shell commands (probes, preparations) as transient units of the environment's manager: a command that runs away dies
/// with its control group, and everything works the same on a host, for a user's manager and in a lab.
public final class CommandRunner: Sendable {
  /// How a command ended.
  public struct Outcome: Hashable, Sendable {
    /// How its shell ended; nil where its time was up before.
    public var end: ProcessExit?
    /// The beginning of what it wrote, standard output and error together.
    public var output: String

    /// Whether it exited with 0.
    public var isSuccess: Bool { end?.isSuccess == true }
  }

  private let environment: any TrialEnvironment
  private let prefix: String
  private let number = Atomic(0)

  /// A runner on one environment. The prefix, with which the names of its units begin, is distinct from those of every other
  /// runner of this manager.
  public init(on environment: any TrialEnvironment, prefix: String) {
    self.environment = environment
    self.prefix = prefix
  }

  /// Runs one command line with `bash -c` and waits for its end.
  ///
  /// - Parameters:
  ///   - script: what bash runs.
  ///   - arguments: `$0`, `$1` … of the script.
  ///   - variables: `NAME=VALUE` each, for the command's environment.
  ///   - user: who runs it; nil for the manager's own.
  ///   - limit: after this the command is killed.
  /// - Returns: how it ended and what it wrote.
  /// - Throws: ``BusError`` when the manager is gone, ``SystemCallError``. A command that fails is an outcome.
  public func run(
    _ script: String, arguments: [String] = [], variables: [String] = [], user: String? = nil, limit: Duration
  ) async throws -> Outcome {
    let unit = "\(prefix)-\(number.wrappingAdd(1, ordering: .relaxed).newValue).service"
    let pipe = try OutputPipe()
    defer { pipe.close() }
    let watcher = await environment.manager.watch(unit)
    let begun = ContinuousClock.now
    let command = ["/bin/bash", "-c", script] + arguments
    let properties =
      [
        UnitProperty("Description", .string("Cinch: a command of the health check")),
        UnitProperty("Type", .string("oneshot")),
        .literalCommand(command),
        UnitProperty("Environment", .strings(variables)),
        pipe.output,
        pipe.error,
        // 0 would be for ever.
        UnitProperty("TimeoutStartUSec", .uint64(max(1, limit.microseconds))),
        UnitProperty("TimeoutStopUSec", .uint64(1_000_000)),
        UnitProperty("CollectMode", .string("inactive-or-failed")),
      ] + (user.map { [UnitProperty("User", .string($0))] } ?? [])
    do {
      _ = try await environment.manager.startTransientUnit(
        TransientUnit(name: unit, properties: properties), limit: limit + .seconds(10))
      let state = try await watcher.down(within: .seconds(10))
      // A time-out can also be that of processes which the command has left behind, and which did not want to go.
      let isOverdue = state.result == "timeout" && ContinuousClock.now - begun >= limit
      return Outcome(end: isOverdue ? nil : state.exit, output: pipe.text())
    } catch let error where error is CancellationError || error is DeadlineExceeded {
      // In a task of its own: one that was cancelled would wait for nothing.
      _ = try? await Task { [environment] in
        try await environment.manager.kill(unit, signal: SIGKILL)
        _ = try await environment.manager.stop(unit, limit: .seconds(10))
      }.value
      if error is CancellationError { throw error }
      return Outcome(end: nil, output: pipe.text())
    }
  }
}
