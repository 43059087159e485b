import Glibc
import Linux

/// Puts one file system of a lab back to what a snapshot says, through what programs see of it.
struct Restoration {
  let tree: StateTree
  /// Keeps up with what is put back, so that it counts as untouched the next time.
  private(set) var snapshot: TreeSnapshot
  /// Files with more than one name that have been made again, by the number of their inode in the snapshot.
  private var linked: [UInt64: [TreePath]] = [:]
  private let directories = DirectoryCache()
  /// The names of a directory in the snapshot, gathered when the first directory has to be made again.
  private var children: [TreePath: [TreePath]]?

  init(of tree: StateTree, to snapshot: TreeSnapshot) {
    self.tree = tree
    self.snapshot = snapshot
  }

  /// Undoes differences, which come with directories before what is in them.
  mutating func undo(_ differences: [Difference]) throws(SystemCallError) {
    var touched: Set<TreePath> = []
    for difference in differences {
      directories.trim()
      touched.insert(difference.path.parent)
      switch difference.change {
      case .replaced:
        try remove(difference.path)
        if snapshot.nodes[difference.path] == nil { try adopt(difference.lower, at: difference.path) }
        if snapshot.nodes[difference.path] != nil { try create(difference.path) }
      case .attributes, .times:
        touched.insert(difference.path)
        if let before = try before(difference.path) {
          let file = try live(difference.path)
          try before.extended.apply(to: file.name, in: file.parent)
          try before.attributes.apply(to: file.name, in: file.parent)
        }
      }
    }
    // A further name changes a file that was remembered already.
    for path in linked.values.joined() { try stamp(path) }
    // Everything done in a directory changed its time; the innermost are done first, for that changes no other's.
    for path in touched.sorted(by: { $0.depth > $1.depth }) { try finish(directory: path) }
  }

  /// Takes a file away, with everything in it.
  private func remove(_ path: TreePath) throws(SystemCallError) {
    let file = try live(path)
    let wasDirectory = FileStatus(of: file.name, in: file.parent)?.kind == .directory
    try removeTree(file.name, in: file.parent)
    if wasDirectory { directories.forget() }
  }

  /// Takes what shows from below into the snapshot: once it has been replaced, it has to be made above.
  private mutating func adopt(_ lower: TreePath?, at path: TreePath) throws(SystemCallError) {
    guard let root = tree.lower, let lower, let name = lower.name,
      let parent = try? openInRoot(lower.parent, of: root),
      let status = FileStatus(of: name, in: parent.number)
    else { return }
    snapshot.nodes[path] = try SnapshotNode(lower: lower, name: name, in: parent.number, status: status)
    children?[path.parent, default: []].append(path)
  }

  /// Makes a file as the snapshot has it; nothing may be there.
  private mutating func create(_ path: TreePath) throws(SystemCallError) {
    guard let node = snapshot.nodes[path] else { return }
    let file = try live(path)
    switch node.kind {
    case .whiteout: break
    case .directory:
      try check(mkdirat(file.parent, file.name.cString, 0o700), "mkdir", path.text)
      for child in try namesToMake(in: path, node: node) { try create(child) }
      directories.trim()
      snapshot.nodes[path]?.lower = nil
    case .symbolicLink:
      guard case .target(let target) = node.content else { break }
      try check(symlinkat(target, file.parent, file.name.cString), "symlink", path.text)
    case .special:
      try check(
        mknodat(file.parent, file.name.cString, node.attributes.mode, node.attributes.device), "mknod", path.text
      )
    case .regular:
      if try link(node, at: path) { return try stamp(path) }
      let new = try openChild(file.name, in: file.parent, flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
      try fill(new.number, with: node.content)
    }
    if node.kind != .whiteout {
      let made = try live(path)
      try node.extended.apply(to: made.name, in: made.parent)
      try node.attributes.apply(to: made.name, in: made.parent)
    }
    try stamp(path)
  }

  /// A directory that was one with the one below is made above alone: what showed from below is made with it.
  private mutating func namesToMake(in path: TreePath, node: SnapshotNode) throws(SystemCallError) -> [TreePath] {
    if children == nil { children = Dictionary(grouping: snapshot.nodes.keys) { $0.parent } }
    if let lower = node.lower, let root = tree.lower, let directory = try? openInRoot(lower, of: root) {
      for name in try directoryNames(directory.number) where snapshot.nodes[path.appending(name)] == nil {
        try adopt(lower.appending(name), at: path.appending(name))
      }
    }
    return children?[path] ?? []
  }

  /// Gives a file that has been made again another of its names; false where this is the first.
  private mutating func link(_ node: SnapshotNode, at path: TreePath) throws(SystemCallError) -> Bool {
    guard node.links > 1 else { return false }
    defer { linked[node.stamp.inode, default: []].append(path) }
    guard let first = linked[node.stamp.inode]?.first else { return false }
    let source = try live(first)
    let file = try live(path)
    try check(
      linkat(source.parent, source.name.cString, file.parent, file.name.cString, 0), "link", path.text)
    return true
  }

  private func fill(_ file: CInt, with content: FileContent) throws(SystemCallError) {
    switch content {
    case .bytes(let bytes): try writeFully(bytes, to: file)
    case .copy(let path, let size):
      let copy = try openFile(path, O_RDONLY)
      try SparseFile.copy(from: copy.number, to: file, size: size)
    case .lower(let path, let size):
      guard let root = tree.lower else { return }
      let lower = try openInRoot(path, of: root, flags: O_RDONLY | O_NOFOLLOW)
      try SparseFile.copy(from: lower.number, to: file, size: size)
    case .target, .none: break
    }
  }

  /// Gives a directory its times back, and remembers it as untouched.
  private mutating func finish(directory path: TreePath) throws(SystemCallError) {
    directories.trim()
    if path.isRoot {
      if let root = snapshot.root { try root.applyTimes(to: .itself, in: tree.live) }
      return
    }
    guard let before = try before(path) else { return }
    let file = try live(path)
    try before.attributes.applyTimes(to: file.name, in: file.parent)
    if snapshot.nodes[path] != nil { try stamp(path) }
  }

  /// What a directory was: in the snapshot, or below.
  private func before(
    _ path: TreePath
  ) throws(SystemCallError) -> (attributes: SnapshotAttributes, extended: ExtendedAttributes)? {
    if let node = snapshot.nodes[path] { return (node.attributes, node.extended) }
    guard let root = tree.lower, let name = path.name,
      let parent = try? openInRoot(path.parent, of: root),
      let status = FileStatus(of: name, in: parent.number)
    else { return nil }
    return (SnapshotAttributes(status), ExtendedAttributes(of: name, in: parent.number))
  }

  /// Remembers a file as it is now. A deleted name leaves no mark where nothing is below.
  private mutating func stamp(_ path: TreePath) throws(SystemCallError) {
    guard let name = path.name else { return }
    let parent = try directories.descriptor(of: path.parent, under: tree.trace)
    if let status = FileStatus(of: name, in: parent) {
      snapshot.nodes[path]?.stamp = status.stamp
      if status.kind == .directory { snapshot.nodes[path]?.extended = ExtendedAttributes(of: name, in: parent) }
    } else {
      snapshot.nodes[path] = nil
    }
  }

  /// A file by the open directory that it is in, as programs see it, and its name there.
  private func live(_ path: TreePath) throws(SystemCallError) -> (parent: CInt, name: FileName) {
    guard let name = path.name else { throw SystemCallError(call: "open", subject: path.text, number: EINVAL) }
    return (try directories.descriptor(of: path.parent, under: tree.live), name)
  }
}
