import Glibc

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
  public func status(of path: String) throws(DiskError) -> FileStatus? {
    do {
      return try inParent(of: path) { (parent, name) throws(DiskError) in
        var status = stat()
        guard fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw DiskError(path: path, code: errno) }
        return FileStatus(status)
      }
    } catch {
      if error.code == ENOENT { return nil }
      throw error
    }
  }

  /// Reads a regular file; anything else in its place is refused as `EINVAL`.
  public func contents(of path: String) throws(DiskError) -> [UInt8] {
    // O_NONBLOCK: a pipe in a file's place must not make us wait for its other end.
    try withDescriptor(of: path, O_RDONLY | O_NONBLOCK) { (descriptor) throws(DiskError) in
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw DiskError(path: path, code: errno) }
      guard FileStatus(status).kind == .file else { throw DiskError(path: path, code: EINVAL) }
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count == 0 { return bytes }
        if count > 0 {
          bytes += buffer.prefix(count)
        } else if errno != EINTR {
          throw DiskError(path: path, code: errno)
        }
      }
    }
  }

  /// readdir(3) without `.` and `..`.
  public func entries(of directory: String) throws(DiskError) -> [String] {
    try withDescriptor(of: directory, O_RDONLY | O_DIRECTORY) { (descriptor) throws(DiskError) in
      // closedir(3) closes what fdopendir(3) was given, so it gets a descriptor of its own.
      guard let stream = fdopendir(dup(descriptor)) else { throw DiskError(path: directory, code: errno) }
      defer { closedir(stream) }
      var names: [String] = []
      while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
      }
      return names
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
    try withDescriptor(of: path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600) { (descriptor) throws(DiskError) in
      var written = 0
      while written < bytes.count {
        let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count >= 0 {
          written += count
        } else if errno != EINTR {
          throw DiskError(path: path, code: errno)
        }
      }
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw DiskError(path: path, code: errno) }
      let isOwned = status.st_uid == attributes.owner && status.st_gid == attributes.group
      guard isOwned || fchown(descriptor, attributes.owner, attributes.group) == 0,
        fchmod(descriptor, mode_t(attributes.mode)) == 0
      else { throw DiskError(path: path, code: errno) }
    }
  }

  /// fsync(2).
  public func synchronize(_ path: String) throws(DiskError) {
    try withDescriptor(of: path, O_RDONLY | O_NONBLOCK) { (descriptor) throws(DiskError) in
      guard fsync(descriptor) == 0 else { throw DiskError(path: path, code: errno) }
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
    of path: String, _ flags: Int32, mode: mode_t = 0, _ body: (Int32) throws(DiskError) -> Value
  ) throws(DiskError) -> Value {
    try inParent(of: path) { (parent, name) throws(DiskError) in
      let descriptor = openat(parent, name, flags | O_NOFOLLOW | O_CLOEXEC, mode)
      guard descriptor >= 0 else { throw DiskError(path: path, code: errno) }
      defer { close(descriptor) }
      return try body(descriptor)
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
        var status = stat()
        let code = errno
        let isLink =
          fstatat(directory, String(component), &status, AT_SYMLINK_NOFOLLOW) == 0 && FileStatus(status).kind == .link
        throw DiskError(path: path, code: isLink ? ELOOP : code)
      }
      close(directory)
      directory = next
    }
    return try body(directory, String(name))
  }
}

extension FileStatus {
  fileprivate init(_ status: stat) {
    let kind: Kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      case S_IFLNK: .link
      default: .other
      }
    self.init(
      kind: kind,
      attributes: FileAttributes(
        mode: UInt16(status.st_mode & 0o7777), owner: status.st_uid, group: status.st_gid))
  }
}
