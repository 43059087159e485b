import Glibc
import Linux
import Synchronization

/// What a lab's files and IPC objects were at one moment; it can be gone back to as often as needed.
public final class Snapshot: Sendable {
  let copies: SnapshotCopies
  /// By where they are mounted.
  let trees: Mutex<[TreePath: TreeSnapshot]>
  let objects: IPCObjects

  init(copies: SnapshotCopies, trees: [TreePath: TreeSnapshot], objects: IPCObjects) {
    self.copies = copies
    self.trees = Mutex(trees)
    self.objects = objects
  }
}

extension Lab {
  /// Takes down what the lab holds now: every file that differs from its root, what is in its file systems in memory,
  /// and its System V IPC objects. What belongs to systemd, D-Bus, udev and the journal is left out.
  ///
  /// Nothing that is to be put back later may write meanwhile.
  ///
  /// - Returns: the snapshot, which is of use for as long as the lab lives.
  /// - Throws: ``LabError`` when the lab is gone or out of disk.
  public func snapshot() throws(LabError) -> Snapshot {
    try withTrees { trees throws(SystemCallError) in
      let copies = try SnapshotCopies(of: self)
      var snapshots: [TreePath: TreeSnapshot] = [:]
      for tree in trees { snapshots[tree.place] = try TreeSnapshot(of: tree, copies: copies) }
      return Snapshot(copies: copies, trees: snapshots, objects: try IPCObjects(of: self))
    }
  }

  /// Puts everything back that was written since a snapshot: contents, owners, modes, times, extended attributes, links
  /// and holes of files, and what was made or removed. Two things cannot be put back: a socket is there again, but
  /// nobody listens on it; and a file below with several names is one file a name once it was written.
  ///
  /// - Parameters:
  ///   - snapshot: one of this lab's.
  ///   - spared: absolute paths that are left as they are, with everything below them.
  ///   - onlyMemory: whether that goes only for what is in memory alone, and would not outlive a boot.
  /// - Throws: ``LabError`` when something resists; the lab is not to be trusted then.
  public func restore(
    to snapshot: Snapshot, sparing spared: [String] = [], onlyMemory: Bool = false
  ) async throws(LabError) {
    // Neither is in the way of the other.
    async let memory = Result { () throws(LabError) in try restore(.memory, to: snapshot, sparing: spared) }
    let others = Result { () throws(LabError) in
      try orGone { () throws(SystemCallError) in try snapshot.objects.removeOthers(in: self) }
      if !onlyMemory { try restore(.layers, to: snapshot, sparing: spared) }
    }
    try await memory.get()
    try others.get()
  }

  private func restore(
    _ kind: StateTree.Kind, to snapshot: Snapshot, sparing spared: [String]
  ) throws(LabError) {
    try withTrees([kind], sparing: spared) { trees throws(SystemCallError) in
      for tree in trees {
        guard let before = snapshot.trees.withLock({ $0[tree.place] }) else { continue }
        let differences = try before.differences(in: tree)
        if differences.isEmpty { continue }
        var restoration = Restoration(of: tree, to: before)
        try restoration.undo(differences)
        snapshot.trees.withLock { $0[tree.place] = restoration.snapshot }
      }
    }
  }

  /// The paths that were written, made or removed since a snapshot. Of a new directory, only the directory is listed;
  /// one in which something came and went again is listed itself.
  ///
  /// - Parameters:
  ///   - snapshot: one of this lab's.
  ///   - spared: absolute paths that are not looked at, with everything below them.
  /// - Returns: absolute paths as the lab sees them, sorted.
  /// - Throws: ``LabError`` when the lab is gone.
  public func writtenPaths(since snapshot: Snapshot, sparing spared: [String] = []) throws(LabError) -> [String] {
    try withTrees(sparing: spared) { trees throws(SystemCallError) in
      let snapshots = snapshot.trees.withLock { $0 }
      var paths: Set<TreePath> = []
      for tree in trees {
        guard let before = snapshots[tree.place] else { continue }
        let differences = try before.differences(in: tree)
        // A directory's time says nothing where what changed in it is listed anyway.
        let explained = Set(differences.map { $0.path.parent })
        for difference in differences where difference.change != .times || !explained.contains(difference.path) {
          paths.insert(tree.place.appending(difference.path))
        }
      }
      return paths.map(\.text).sorted()
    }
  }

  private func withTrees<Result>(
    _ kinds: Set<StateTree.Kind> = [.layers, .memory], sparing spared: [String] = [],
    _ body: ([StateTree]) throws(SystemCallError) -> Result
  ) throws(LabError) -> Result {
    try orGone { () throws(SystemCallError) in
      let opened = try StateTrees(kinds, of: self, sparing: Set(spared.map { TreePath($0) }))
      defer { withExtendedLifetime(opened) {} }
      return try body(opened.trees)
    }
  }

  private func orGone<Result>(_ body: () throws(SystemCallError) -> Result) throws(LabError) -> Result {
    do {
      return try body()
    } catch {
      throw isAlive ? .file(operation: error.call, path: error.subject, reason: error.reason) : .gone
    }
  }
}

/// What one file system of a lab held.
struct TreeSnapshot {
  let place: TreePath
  /// The attributes of the file system's root directory.
  let root: SnapshotAttributes?
  /// Every file of the trace, by its path.
  var nodes: [TreePath: SnapshotNode]

  /// Takes down everything that the trace has now.
  init(of tree: StateTree, copies: SnapshotCopies) throws(SystemCallError) {
    place = tree.place
    root = FileStatus(of: tree.trace).map { SnapshotAttributes($0) }
    var nodes: [TreePath: SnapshotNode] = [:]
    try TraceWalk(tree: tree).forEach { found throws(SystemCallError) in
      let node = try SnapshotNode(found, copies: copies)
      nodes[found.path] = node
      return .enter(lower: node.lower)
    }
    self.nodes = nodes
  }
}
