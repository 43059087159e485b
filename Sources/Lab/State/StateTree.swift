import Glibc
import Linux

/// One file system of a lab whose files a snapshot covers: a layer of its root, or one that is in memory alone.
struct StateTree {
  /// What kinds there are.
  enum Kind {
    /// Layers of the root.
    case layers
    /// File systems in memory, which would not outlive a boot.
    case memory
  }

  /// Where it is mounted, seen from the lab's root.
  let place: TreePath
  /// What was written: the upper directory of an overlay, or all of a file system in memory.
  let trace: CInt
  /// What programs see, and the only way to change an overlay that is mounted.
  let live: CInt
  /// What is below an overlay; nil for a file system in memory.
  let lower: CInt?
  /// What is left alone because somebody holds it, by path from the lab's root.
  let spared: Set<TreePath>

  /// Whether a snapshot leaves a path alone, because it belongs to the lab's systemd and its companions, or to Cinch.
  func isExcluded(_ path: TreePath) -> Bool {
    let full = place.appending(path)
    if Self.excluded.contains(full) || spared.contains(full) { return true }
    // Units that run meanwhile have their private /tmp there, and systemd removes it with them.
    guard let name = full.name, name.hasPrefix("systemd-private-") else { return false }
    return Self.temporaryDirectories.contains(full.parent)
  }

  /// Whether a path, or a directory that it is in, is left alone because somebody holds it.
  func isSpared(_ path: TreePath) -> Bool {
    guard !spared.isEmpty else { return false }
    let full = place.appending(path)
    return spared.contains(full) || full.hasAncestor(in: spared)
  }

  private static let temporaryDirectories = Set(["tmp", "var/tmp"].map { TreePath($0) })
  private static let excluded = Set(
    [
      "run/credentials", "run/dbus", "run/host", "run/initctl", "run/log", "run/mount", "run/systemd", "run/udev",
      "run/user", "run/utmp", "var/lib/systemd/catalog", "var/lib/systemd/random-seed", "var/lib/systemd/timers",
      "var/log/journal", String(Lab.actProgram.dropFirst()),
    ].map { TreePath($0) })
}

/// The open file systems of a lab; they are closed with it.
final class StateTrees {
  private(set) var trees: [StateTree] = []
  private var descriptors: [CInt] = []

  /// Opens those of a lab.
  init(_ kinds: Set<StateTree.Kind>, of lab: Lab, sparing spared: Set<TreePath>) throws(SystemCallError) {
    let root = try keep(try openFile(lab.root, O_RDONLY | O_DIRECTORY))
    for layer in lab.layers where kinds.contains(.layers) {
      let place = TreePath(layer.place)
      trees.append(
        StateTree(
          place: place, trace: try keep(try openFile(lab.keeperRoot + layer.upper, O_RDONLY | O_DIRECTORY)),
          live: try keep(try openInRoot(place, of: root)),
          lower: try keep(try openFile(lab.keeperRoot + layer.lower, O_RDONLY | O_DIRECTORY)), spared: spared))
    }
    guard kinds.contains(.memory) else { return }
    for place in try Self.memoryPlaces(leader: lab.leader) {
      let live = try keep(try openInRoot(place, of: root))
      trees.append(StateTree(place: place, trace: live, live: live, lower: nil, spared: spared))
    }
  }

  deinit { for descriptor in descriptors { close(descriptor) } }

  private func keep(_ descriptor: consuming Descriptor) throws(SystemCallError) -> CInt {
    let number = descriptor.release()
    descriptors.append(number)
    return number
  }

  /// Where the lab has file systems in memory that services write to.
  private static func memoryPlaces(leader: Int32) throws(SystemCallError) -> [TreePath] {
    let foreign = ["/dev/console", "/proc", "/sys", "/run/host", "/run/systemd", "/run/user", "/run/credentials"]
    let points = try MountEntry.read(process: String(leader)).filter { ["tmpfs", "mqueue"].contains($0.type) }.map(
      \.point)
    let places = Set(points).filter { point in !foreign.contains { point == $0 || point.hasPrefix($0 + "/") } }
    return places.sorted().map { TreePath($0) }
  }
}

extension Lab {
  /// The root directory of the keeper, which holds the lab's layers.
  var keeperRoot: String { "/proc/\(keeper)/root" }
}
