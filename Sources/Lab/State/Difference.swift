import Glibc
import Linux

/// A file that is no longer what it was when the snapshot was taken.
struct Difference {
  enum Change {
    /// A directory's time of modification: something came and went in it.
    case times
    /// A directory's owner, mode or extended attributes.
    case attributes
    /// Everything else: it is new, or gone, or has another content.
    case replaced
  }

  let path: TreePath
  let change: Change
  /// What shows below the overlay where the snapshot has nothing.
  let lower: TreePath?
}

extension TreeSnapshot {
  /// Everything that has changed, directories before what is in them. What is in a replaced directory is not looked at.
  func differences(in tree: StateTree) throws(SystemCallError) -> [Difference] {
    var differences: [Difference] = []
    var seen: Set<TreePath> = []
    var replaced: Set<TreePath> = []
    func note(_ path: TreePath, _ change: Difference.Change, lower: TreePath?) {
      differences.append(Difference(path: path, change: change, lower: lower))
      if change == .replaced { replaced.insert(path) }
    }
    try TraceWalk(tree: tree).forEach { found throws(SystemCallError) in
      let node = nodes[found.path]
      if node != nil { seen.insert(found.path) }
      guard let lower = found.directoryBefore(node, in: tree) else {
        if node?.isUntouched(found, in: tree) != true { note(found.path, .replaced, lower: found.lower) }
        return .skip
      }
      if let change = lower.change { note(found.path, change, lower: found.lower) }
      return .enter(lower: lower.path)
    }
    for path in nodes.keys where !seen.contains(path) && !path.hasAncestor(in: replaced) && !tree.isSpared(path) {
      note(path, .replaced, lower: nil)
    }
    // A node below one that vanished was noted as well; its directory brings it back.
    return differences.filter { !$0.path.hasAncestor(in: replaced) }
      .sorted { $0.path.depth < $1.path.depth }
  }
}

extension TraceWalk.Found {
  /// For a directory that was one before: what shows through it from below, and how it changed. Nil for everything
  /// else, and for a directory that was removed and made again.
  fileprivate func directoryBefore(
    _ node: SnapshotNode?, in tree: StateTree
  ) -> (path: TreePath?, change: Difference.Change?)? {
    guard status.kind == .directory else { return nil }
    if let node {
      guard node.kind == .directory else { return nil }
      if node.stamp == status.stamp { return (node.lower, nil) }
      let extended = extendedAttributes
      if extended.isOpaque != node.extended.isOpaque || extended.redirect != node.extended.redirect { return nil }
      return (
        node.lower, SnapshotAttributes(status).change(from: node.attributes, extended.visible == node.extended.visible)
      )
    }
    // An overlay copies a directory up when something in it is written.
    let extended = extendedAttributes
    guard !extended.isOpaque, extended.redirect == nil, let lowerParent, let lowerRoot = tree.lower,
      let parent = try? openInRoot(lowerParent, of: lowerRoot),
      let before = FileStatus(of: name, in: parent.number), before.kind == .directory
    else { return nil }
    let isSame = extended.visible == ExtendedAttributes(of: name, in: parent.number).visible
    return (lower, SnapshotAttributes(status).change(from: SnapshotAttributes(before), isSame))
  }
}

extension SnapshotAttributes {
  fileprivate func change(from before: SnapshotAttributes, _ sameExtended: Bool) -> Difference.Change? {
    if mode != before.mode || owner != before.owner || group != before.group || !sameExtended { return .attributes }
    return matches(before) ? nil : .times
  }
}

extension SnapshotNode {
  /// Whether a file that is no directory is what it was. A write through shared memory leaves no mark on a file in
  /// memory, so its content is looked at too.
  fileprivate func isUntouched(_ found: TraceWalk.Found, in tree: StateTree) -> Bool {
    // Overlays give all their marks one inode.
    if kind == .whiteout { return found.status.kind == .whiteout }
    guard stamp == found.status.stamp else { return false }
    guard kind == .regular, let file = try? openChild(found.name, in: found.directory, flags: O_RDONLY) else {
      return true
    }
    switch content {
    case .bytes(let bytes): return (try? file.readAll(limit: bytes.count + 1)) == bytes
    case .copy(let path, let size):
      guard let copy = try? openFile(path, O_RDONLY) else { return false }
      return SparseFile.areEqual(file.number, copy.number, size: size)
    case .lower(let path, let size):
      guard let root = tree.lower, let lower = try? openInRoot(path, of: root, flags: O_RDONLY | O_NOFOLLOW)
      else { return false }
      return SparseFile.areEqual(file.number, lower.number, size: size)
    case .target, .none: return true
    }
  }
}
