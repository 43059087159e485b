import Sandboxing
import Systemd

/// What an installation needs of a manager, in the manager's own words, so that tests can put a model in its place.
public protocol UnitControl: Sendable {
  /// All properties of a unit.
  func properties(of unit: String) async throws -> [String: BusValue]
  /// Reads all unit files and drop-ins anew.
  func reload(timeout: Duration) async throws
  /// Restarts a unit, starting it where it was not running, and waits for the job.
  func restart(_ unit: String, mode: JobMode, limit: Duration) async throws -> JobResult
  /// Starts a unit and waits for the job.
  func start(_ unit: String, mode: JobMode, limit: Duration) async throws -> JobResult
  /// Stops a unit and waits for the job.
  func stop(_ unit: String, mode: JobMode, limit: Duration) async throws -> JobResult
  /// Forgets that a unit failed, and how often it was started.
  func resetFailed(_ unit: String) async throws
  /// Makes units that no file describes, and starts the first.
  func startTransientUnit(
    _ unit: TransientUnit, with auxiliary: [TransientUnit], mode: JobMode, limit: Duration
  ) async throws -> JobResult
}

extension Manager: UnitControl {}
