import Glibc
import Linux

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
