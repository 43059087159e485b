import Linux

/// The directories opened lately under each root: files to be put back mostly stand side by side.
final class DirectoryCache {
  private struct Key: Hashable {
    let root: CInt
    let path: TreePath
  }

  private final class Opened {
    let descriptor: Descriptor
    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
  }

  private static let limit = 128
  private var opened: [Key: Opened] = [:]

  /// An open directory, good until the next forgetting.
  func descriptor(of path: TreePath, under root: CInt) throws(SystemCallError) -> CInt {
    let key = Key(root: root, path: path)
    if let known = opened[key] { return known.descriptor.number }
    let new = Opened(try openInRoot(path, of: root))
    opened[key] = new
    return new.descriptor.number
  }

  /// Forgets everything, for when a name may stand for another directory than it did.
  func forget() { opened.removeAll() }

  /// Forgets everything when it has become much.
  func trim() { if opened.count > Self.limit { forget() } }
}
