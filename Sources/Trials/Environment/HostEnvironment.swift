import Linux
import Systemd

/// A manager whose services people use, on this machine or in a lab: what happens on it stays.
public final class HostEnvironment: TrialEnvironment {
  /// The manager.
  public let manager: Manager
  /// Where this user may write.
  public let scratch: String
  /// As the kernel tells whoever is in its first network namespace; of units of that name under any manager.
  public let filteredCalls = FilteredCalls(below: 1)
  private let root: String
  private let log: RunJournal
  private let controlGroups: ControlGroupTree

  /// The environment of a manager that runs.
  ///
  /// - Parameters:
  ///   - manager: the manager.
  ///   - root: where its root directory is seen from here: `/`, or `/proc/LEADER/root` for a lab.
  ///   - scratch: where this user may write.
  /// - Throws: ``BusError`` when its journal cannot be read.
  public init(_ manager: Manager, root: String = "/", scratch: String = "/run/cinch") throws {
    self.manager = manager
    self.scratch = scratch
    self.root = root == "/" ? "" : root
    log = try RunJournal(of: manager, root: root)
    controlGroups = ControlGroupTree(ofMountsBelow: self.root + "/sys")
  }

  /// Below the root.
  public func directory(_ path: String) throws -> EnvironmentDirectory {
    try makeDirectory(root + path)
    return EnvironmentDirectory(root + path)
  }

  /// Below the root.
  public func view(of path: String) -> String { root + path }

  /// Below the root.
  public func text(of path: String) -> String? { try? readFile(view(of: path)) }

  /// Nothing: what a service that people use has written is its own.
  public func putBack() async throws {}

  /// Nothing is known of them: nobody wrote down what was there before.
  public func writtenPaths() async throws -> [String] { [] }

  /// From the manager's own control groups.
  public func processes(in controlGroup: String) -> Set<Int32> { controlGroups.processes(in: controlGroup) }

  /// From the journal of the root.
  public func journal(of unit: String, invocation: String) async -> [JournalEntry] {
    (try? await log.entries(of: unit, invocation: invocation)) ?? []
  }
}
