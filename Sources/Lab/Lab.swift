import Glibc
import Linux

/// A disposable systemd over a copy-on-write view of a root: its own processes, mounts, host name, IPC, network and
/// control groups. It ends with ``stop()``, with the last reference to it, or with this process, however that ends.
public final class Lab: Sendable {
  /// Where the program that performs acts is in a lab that has it. Snapshots leave it alone: it is large, and no service's.
  public static let actProgram = "/run/cinch/cinch-act"

  /// The process ID of the lab's systemd, as this process sees it.
  public let leader: Int32
  /// When it started, in clock ticks since boot: no later process with its number is taken for it.
  let startTime: UInt64
  /// The process ID of the lab's keeper, whose mount namespace holds the lab's layers.
  let keeper: Int32
  /// The copy-on-write layers of its root, from the top of the tree downwards.
  let layers: [OverlayLayer]
  /// The control groups that a process joins to be one of the lab's.
  let cgroupPaths: [String]
  /// What its processes can change of the machine although they may not, because this kernel gives no way to keep them
  /// from it; as clauses, and mostly empty.
  public let unguarded: [String]
  /// What it was started with.
  public let configuration: Configuration
  /// How its control groups look from inside.
  public let layout: Layout

  private let life: Lifeline

  init(
    configuration: Configuration, layout: Layout, leader: ProcessIdentity, layers: [OverlayLayer],
    cgroupPaths: [String], unguarded: [String], life: Lifeline
  ) {
    self.configuration = configuration
    self.layout = layout
    self.leader = leader.pid
    startTime = leader.startTime
    self.layers = layers
    self.cgroupPaths = cgroupPaths
    self.unguarded = unguarded
    self.life = life
    keeper = life.keeper
  }

  deinit { life.cut() }

  /// Whether its systemd still runs.
  public var isAlive: Bool { ProcessIdentity(pid: leader, startTime: startTime).isAlive }

  /// The lab's root directory as this process can reach it. Only for paths without symbolic links: absolute ones lead
  /// out of it.
  public var root: String { "/proc/\(leader)/root" }

  /// Ends the lab at once, and returns when nothing of it is left: no process, mount, control group or file.
  public func stop() async {
    life.cut()
    await life.ended()
  }
}
