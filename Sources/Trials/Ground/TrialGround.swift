import Systemd

/// Where trials run: a running manager, the file system that it sees, and a way to put back what a trial changed.
///
/// A new kind of manager is one more of these.
public protocol TrialGround: Sendable {
  /// The manager that starts the service and the probes.
  var manager: Manager { get }

  /// How an absolute path that the manager sees is reached from this process.
  func reach(_ path: String) -> String

  /// Puts everything back that the service may have written, so that the next start is a first one again.
  ///
  /// - Throws: where something could not be put back: no trial after it could be believed.
  func putBack() async throws

  /// The processes in a control group, as the unit's `ControlGroup` names it (`/system.slice/nginx.service`), and in all
  /// below it.
  func processes(in controlGroup: String) -> Set<Int32>

  /// The paths that were written since the ground was made or last put back, as the manager sees them.
  func writtenPaths() async throws -> [String]

  /// What a unit wrote to the journal in one invocation, and what the manager said of it, oldest first.
  func journal(of unit: String, invocation: String) async -> [JournalEntry]
}
