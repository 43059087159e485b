import Linux

/// A directory of a lab, held open: whatever is done below ``path`` happens in it, wherever links in the lab lead by then.
public final class LabDirectory: Sendable {
  private let descriptor: Descriptor

  init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

  /// The directory as this process reaches it. A name below it is safe to use as long as links are not followed there.
  public var path: String { "/proc/self/fd/\(descriptor.number)" }
}

extension Lab {
  /// Opens a directory of the lab; missing ones are made.
  ///
  /// - Parameter path: where it is in the lab; symbolic links lead where they lead there.
  /// - Returns: the directory.
  /// - Throws: ``LabError/file(operation:path:reason:)``.
  public func directory(_ path: String) throws(LabError) -> LabDirectory {
    try naming("open", path) { () throws(SystemCallError) in
      let root = try openRoot()
      return LabDirectory(try makeDirectory(TreePath(path), under: root.number))
    }
  }
}
