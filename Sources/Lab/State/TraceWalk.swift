import Glibc
import Linux

/// A walk over what was written to a file system.
struct TraceWalk {
  /// A file on the way.
  struct Found {
    /// From the root of the file system.
    let path: TreePath
    /// The open directory that it is in, and its name there.
    let directory: CInt
    let name: FileName
    let status: FileStatus
    /// The directory below the overlay that the file's own directory covers; nil where there is none.
    let lowerParent: TreePath?

    /// What the overlay would show here, had nobody written.
    var lower: TreePath? { lowerParent?.appending(name) }

    var extendedAttributes: ExtendedAttributes { ExtendedAttributes(of: name, in: directory) }
  }

  /// What to do with a directory.
  enum Descent {
    case skip
    /// Go on inside; `lower` is the directory below the overlay that shows through.
    case enter(lower: TreePath?)
  }

  let tree: StateTree

  /// Calls back for every file, directories before what is in them.
  func forEach(_ body: (Found) throws(SystemCallError) -> Descent) throws(SystemCallError) {
    guard let root = FileStatus(of: tree.trace) else { return }
    try walk(tree.trace, path: .root, lower: tree.lower.map { _ in .root }, device: root.device, body)
  }

  private func walk(
    _ directory: CInt, path: TreePath, lower: TreePath?, device: dev_t,
    _ body: (Found) throws(SystemCallError) -> Descent
  ) throws(SystemCallError) {
    for name in try directoryNames(directory) {
      let path = path.appending(name)
      if tree.isExcluded(path) { continue }
      // What vanishes meanwhile, or is another file system, is none of this one's.
      guard let status = FileStatus(of: name, in: directory), status.device == device else { continue }
      let found = Found(path: path, directory: directory, name: name, status: status, lowerParent: lower)
      guard case .enter(let lower) = try body(found), status.kind == .directory else { continue }
      let child = try openChild(name, in: directory)
      try walk(child.number, path: path, lower: lower, device: device, body)
    }
  }
}
