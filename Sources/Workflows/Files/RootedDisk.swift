import Glibc
import Linux

/// The files below one directory: a machine's root, a lab's, or a state directory.
///
/// The root itself is opened once, following links as the caller's path has them; below it every component is opened on
/// its own and without following links, so that a link that somebody planted, or an absolute one that means something
/// else in a lab, leads nowhere.
public final class RootedDisk: Disk {
  private let root: Int32
  /// O_PATH, which Swift's Glibc module leaves out: a descriptor to walk on from, which needs no right to read.
  private static let pathOnly: Int32 = 0o10_000_000

  /// Opens the disk below a directory.
  ///
  /// - Throws: ``DiskError`` where the directory cannot be opened.
  public init(root path: String) throws(DiskError) {
    root = open(path, Self.pathOnly | O_DIRECTORY | O_CLOEXEC)
    guard root >= 0 else { throw DiskError(path: path, code: errno) }
  }

  deinit { close(root) }

  /// fstatat(2) in the directory that holds it.
  public func status(of path: String) throws(DiskError) -> DiskStatus? {
    do {
      return try inParent(of: path) { (parent, name) throws(DiskError) in
        guard let status = FileStatus(of: FileName(name), in: parent) else { throw DiskError(path: path, code: errno) }
        return DiskStatus(kind: status.kind, attributes: status.attributes)
      }
    } catch {
      if error.code == ENOENT { return nil }
      throw error
    }
  }

  /// Reads a regular file; anything else in its place is refused as `EINVAL`.
  public func contents(of path: String) throws(DiskError) -> [UInt8] {
    // O_NONBLOCK: a pipe in a file's place must not make us wait for its other end.
    try withDescriptor(of: path, O_RDONLY | O_NONBLOCK) { (descriptor) throws(SystemCallError) in
      guard let status = FileStatus(of: descriptor.number) else { throw SystemCallError(call: "fstat") }
      guard status.kind == .regular else { throw SystemCallError(call: "read", number: EINVAL) }
      return try descriptor.readAll()
    }
  }

  /// readdir(3) without `.` and `..`.
  public func entries(of directory: String) throws(DiskError) -> [String] {
    try withDescriptor(of: directory, O_RDONLY | O_DIRECTORY) { (descriptor) throws(SystemCallError) in
      try directoryNames(descriptor.number).map(\.text)
    }
  }

  /// mkdirat(2).
  public func makeDirectory(_ path: String, mode: UInt16) throws(DiskError) {
    try inParent(of: path) { (parent, name) throws(DiskError) in
      guard mkdirat(parent, name, mode_t(mode)) == 0 else { throw DiskError(path: path, code: errno) }
    }
  }

  /// openat(2) with `O_EXCL`, write(2), and then owner and mode: nobody else may open it before.
  public func create(_ path: String, holding bytes: [UInt8], attributes: FileAttributes) throws(DiskError) {
    try withDescriptor(of: path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600) { (descriptor) throws(SystemCallError) in
      try descriptor.writeAll(bytes)
      guard let status = FileStatus(of: descriptor.number) else { throw SystemCallError(call: "fstat") }
      let isOwned =
        status.attributes.owner == attributes.owner && status.attributes.group == attributes.group
      if !isOwned { try check(fchown(descriptor.number, attributes.owner, attributes.group), "chown") }
      try check(fchmod(descriptor.number, mode_t(attributes.mode)), "chmod")
    }
  }

  /// fsync(2).
  public func synchronize(_ path: String) throws(DiskError) {
    try withDescriptor(of: path, O_RDONLY | O_NONBLOCK) { (descriptor) throws(SystemCallError) in
      _ = try check(fsync(descriptor.number), "fsync")
    }
  }

  /// renameat(2).
  public func rename(_ path: String, to other: String) throws(DiskError) {
    try inParent(of: path) { (parent, name) throws(DiskError) in
      try inParent(of: other) { (otherParent, otherName) throws(DiskError) in
        guard renameat(parent, name, otherParent, otherName) == 0 else { throw DiskError(path: other, code: errno) }
      }
    }
  }

  /// fchownat(2).
  public func setOwner(of path: String, to owner: UInt32, group: UInt32) throws(DiskError) {
    try inParent(of: path) { (parent, name) throws(DiskError) in
      guard fchownat(parent, name, owner, group, AT_SYMLINK_NOFOLLOW) == 0 else {
        throw DiskError(path: path, code: errno)
      }
    }
  }

  /// unlinkat(2).
  public func removeFile(_ path: String) throws(DiskError) { try unlink(path, flags: 0) }

  /// unlinkat(2) with `AT_REMOVEDIR`.
  public func removeDirectory(_ path: String) throws(DiskError) { try unlink(path, flags: AT_REMOVEDIR) }

  private func unlink(_ path: String, flags: Int32) throws(DiskError) {
    try inParent(of: path) { (parent, name) throws(DiskError) in
      guard unlinkat(parent, name, flags) == 0 else { throw DiskError(path: path, code: errno) }
    }
  }

  // MARK: The way down

  private func withDescriptor<Value>(
    of path: String, _ flags: Int32, mode: mode_t = 0,
    _ body: (borrowing Descriptor) throws(SystemCallError) -> Value
  ) throws(DiskError) -> Value {
    try inParent(of: path) { (parent, name) throws(DiskError) in
      try DiskError.naming(path) { () throws(SystemCallError) in
        try body(try openChild(FileName(name), in: parent, flags: flags, mode: mode))
      }
    }
  }

  /// Walks to the directory that holds the last component, one openat(2) at a time.
  private func inParent<Value>(
    of path: String, _ body: (Int32, String) throws(DiskError) -> Value
  ) throws(DiskError) -> Value {
    if path == "/" { return try body(root, ".") }
    let components = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    let isNormal = components.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && !$0.utf8.contains(0) }
    guard path.hasPrefix("/"), isNormal, let name = components.last else { throw DiskError(path: path, code: EINVAL) }
    var directory = dup(root)
    defer { close(directory) }
    for component in components.dropLast() {
      let next = openat(directory, String(component), Self.pathOnly | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard next >= 0 else {
        // With O_DIRECTORY a link is refused as "not a directory"; say what it really is.
        let code = errno
        let isLink = FileStatus(of: FileName(String(component)), in: directory)?.kind == .symbolicLink
        throw DiskError(path: path, code: isLink ? ELOOP : code)
      }
      close(directory)
      directory = next
    }
    return try body(directory, String(name))
  }
}
