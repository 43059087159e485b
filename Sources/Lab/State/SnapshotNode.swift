import Glibc
import Linux

/// A file as it was when a snapshot was taken.
struct SnapshotNode {
  let kind: FileStatus.Kind
  let attributes: SnapshotAttributes
  let content: FileContent
  let links: Int
  /// How it is known to be untouched since; changes when it has been put back.
  var stamp: FileStatus.Stamp
  var extended: ExtendedAttributes
  /// For a directory, the one below the overlay that shows through it.
  var lower: TreePath?

  /// Takes down a file that was found in the trace.
  init(_ found: TraceWalk.Found, copies: SnapshotCopies) throws(SystemCallError) {
    let extended = found.extendedAttributes
    self.init(
      status: found.status, extended: extended,
      content: try Self.content(of: found.name, in: found.directory, status: found.status, copies: copies))
    lower = found.lowerShowing(through: extended)
  }

  /// Takes down a file below the overlay, whose content is there to stay.
  init(lower path: TreePath, name: FileName, in directory: CInt, status: FileStatus) throws(SystemCallError) {
    let content: FileContent
    switch status.kind {
    case .regular: content = .lower(path, size: status.size)
    case .symbolicLink: content = .target(try readLink(name, in: directory))
    default: content = .none
    }
    self.init(status: status, extended: ExtendedAttributes(of: name, in: directory), content: content)
    lower = status.kind == .directory ? path : nil
  }

  private init(status: FileStatus, extended: ExtendedAttributes, content: FileContent) {
    kind = status.kind
    attributes = SnapshotAttributes(status)
    links = status.links
    stamp = status.stamp
    self.extended = extended
    self.content = content
  }

  private static func content(
    of name: FileName, in directory: CInt, status: FileStatus, copies: SnapshotCopies
  ) throws(SystemCallError) -> FileContent {
    switch status.kind {
    case .regular:
      let file = try openChild(name, in: directory, flags: O_RDONLY)
      if status.size <= FileContent.smallSize { return .bytes(try file.readAll()) }
      return .copy(try copies.add(file.number, size: status.size), size: status.size)
    case .symbolicLink: return .target(try readLink(name, in: directory))
    default: return .none
    }
  }
}

extension TraceWalk.Found {
  /// The directory below the overlay that shows through this one, as the overlay's own books have it.
  func lowerShowing(through extended: ExtendedAttributes) -> TreePath? {
    if extended.isOpaque || status.kind != .directory { return nil }
    guard let redirect = extended.redirect else { return lower }
    let path = TreePath(bytes: redirect)
    return redirect.first == UInt8(ascii: "/") ? path : lowerParent?.appending(path)
  }
}
