import Lab
import Linux
import Sandboxing
import Systemd

/// A lab as the environment of trials: whatever a trial writes is in the lab's own layers, and is put back from there.
public final class LabEnvironment: TrialEnvironment {
  /// The lab.
  public let lab: Lab
  /// The lab's systemd.
  public let manager: Manager
  /// Cinch's own in every lab.
  public let scratch = "/run/cinch"
  /// As the kernel tells whoever is in its first network namespace.
  public let filteredCalls: FilteredCalls
  private let state: Snapshot
  private let log: RunJournal
  private let controlGroups: ControlGroupTree

  /// A lab in the state that every trial is to start from.
  ///
  /// - Throws: ``LabError`` when the lab is gone, ``BusError`` when its journal cannot be read.
  public init(_ lab: Lab, manager: Manager) throws {
    self.lab = lab
    self.manager = manager
    filteredCalls = FilteredCalls(below: lab.leader)
    state = try lab.snapshot()
    log = try RunJournal(of: manager, root: lab.root)
    controlGroups = ControlGroupTree(ofMountsBelow: lab.root + "/sys")
  }

  /// Inside the lab, whatever links a service has planted.
  public func directory(_ path: String) throws -> EnvironmentDirectory {
    let directory = try lab.directory(path)
    return EnvironmentDirectory(directory.path, keeping: directory)
  }

  /// Through the root directory of the lab's first process.
  public func view(of path: String) -> String { lab.root + path }

  /// Inside the lab, whatever links a service has planted.
  public func text(of path: String) -> String? { try? lab.read(path) }

  /// Puts the lab's files back to how they were when this environment was made.
  public func putBack() async throws { try lab.restore(to: state) }

  /// The paths that were written since this environment was made, or last put back.
  public func writtenPaths() async throws -> [String] { try lab.writtenPaths(since: state) }

  /// From the lab's own control groups.
  public func processes(in controlGroup: String) -> Set<Int32> { controlGroups.processes(in: controlGroup) }

  /// From the lab's own journal.
  public func journal(of unit: String, invocation: String) async -> [JournalEntry] {
    // Without its journal a failed trial is as failed; it only has less to show.
    (try? await log.entries(of: unit, invocation: invocation)) ?? []
  }
}
