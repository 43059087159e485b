import Glibc
import Linux

// Paths are the lab's own: absolute, with symbolic links followed as the lab follows them, so that none leads out of
// it.
extension Lab {
  /// Copies a file of this process's into the lab.
  ///
  /// - Parameters:
  ///   - file: its path here.
  ///   - path: where it goes in the lab; missing directories are made, and what was there is replaced.
  ///   - mode: its permissions.
  /// - Throws: ``LabError/file(operation:path:reason:)``.
  public func copyIn(_ file: String, to path: String, mode: UInt32 = 0o755) throws(LabError) {
    try naming("copy to", path) { () throws(SystemCallError) in
      let source = try openFile(file, O_RDONLY)
      guard let status = FileStatus(of: source.number) else { return }
      let target = try create(path, mode: mode)
      try SparseFile.copy(from: source.number, to: target.number, size: status.size)
    }
  }

  /// Writes a file of the lab.
  ///
  /// - Parameters:
  ///   - text: what it is to hold.
  ///   - path: where it goes in the lab; missing directories are made, and what was there is replaced.
  ///   - mode: its permissions.
  /// - Throws: ``LabError/file(operation:path:reason:)``.
  public func write(_ text: String, to path: String, mode: UInt32 = 0o644) throws(LabError) {
    try naming("write", path) { () throws(SystemCallError) in
      try create(path, mode: mode).writeAll(Array(text.utf8))
    }
  }

  /// Reads a file of the lab.
  ///
  /// - Parameters:
  ///   - path: where it is in the lab.
  ///   - limit: how many bytes to read at most.
  /// - Returns: its text; sequences that are not UTF-8 are replaced.
  /// - Throws: ``LabError/file(operation:path:reason:)``.
  public func read(_ path: String, limit: Int = 1 << 20) throws(LabError) -> String {
    try naming("read", path) { () throws(SystemCallError) in
      let root = try openRoot()
      let file = try openInRoot(TreePath(path), of: root.number, flags: O_RDONLY)
      return String(decoding: try file.readAll(limit: limit), as: UTF8.self)
    }
  }

  /// The lab's root directory, for paths that must not leave it.
  func openRoot() throws(SystemCallError) -> Descriptor { try openFile(root, O_RDONLY | O_DIRECTORY) }

  /// Gives an error of the system its name, or says that the lab is gone.
  func naming<Result>(
    _ operation: String, _ path: String, _ body: () throws(SystemCallError) -> Result
  ) throws(LabError) -> Result {
    do {
      return try body()
    } catch {
      throw isAlive ? .file(operation: operation, path: path, reason: error.description) : .gone
    }
  }

  private func create(_ path: String, mode: UInt32) throws(SystemCallError) -> Descriptor {
    let path = TreePath(path)
    guard let name = path.name else {
      throw SystemCallError(call: "write", subject: path.text, number: EISDIR)
    }
    let root = try openRoot()
    let parent = try makeDirectory(path.parent, under: root.number)
    try removeTree(name, in: parent.number)
    let file = try openChild(name, in: parent.number, flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    try check(fchmod(file.number, mode), "chmod", path.text)
    return file
  }

  /// Opens a directory below the root; missing ones are made.
  func makeDirectory(_ path: TreePath, under root: CInt) throws(SystemCallError) -> Descriptor {
    do {
      return try openInRoot(path, of: root)
    } catch {
      guard error.number == ENOENT, let name = path.name else { throw error }
      let parent = try makeDirectory(path.parent, under: root)
      try check(mkdirat(parent.number, name.cString, 0o755), "mkdir", path.text)
      return try openInRoot(path, of: root)
    }
  }
}

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
