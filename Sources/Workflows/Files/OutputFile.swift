import Linux
import Foundation

/// A file that a user has named for a result: it holds the old content or the new one at every moment, and what is no
/// regular file (`/dev/stdout`, a pipe) is written to and not replaced.
public struct OutputFile: Sendable {
  private let path: String
  private let isPrivate: Bool

  /// The file at a path, as the user has written it.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - isPrivate: whether a new file is for its owner alone: what services have said may tell secrets.
  public init(_ path: String, isPrivate: Bool = false) {
    self.path = path
    self.isPrivate = isPrivate
  }

  /// Makes sure, as far as that can be known, that the result can be written later.
  ///
  /// - Throws: ``DiskError``.
  public func check() throws(DiskError) {
    let (target, status) = try destination()
    guard let status else {
      let directory = Self.split(target).directory
      var parent = stat()
      guard stat(directory, &parent) == 0, access(directory, W_OK | X_OK) == 0 else {
        throw DiskError(path: path, code: errno)
      }
      guard parent.st_mode & S_IFMT == S_IFDIR else { throw DiskError(path: path, code: ENOTDIR) }
      guard Self.split(target).name.utf8.count <= Int(NAME_MAX) else { throw DiskError(path: path, code: ENAMETOOLONG) }
      return
    }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw DiskError(path: path, code: EISDIR) }
    // A regular file is replaced, and so its directory is what has to be writable.
    let written = status.st_mode & S_IFMT == S_IFREG ? Self.split(target).directory : target
    guard access(written, W_OK) == 0 else { throw DiskError(path: path, code: errno) }
  }

  /// Writes the result.
  ///
  /// - Throws: ``DiskError``; the old content is still there then.
  public func write(_ text: String) throws(DiskError) {
    let (target, status) = try destination()
    if let status, status.st_mode & S_IFMT != S_IFREG { return try stream(text) }
    let (directory, name) = Self.split(target)
    let disk: RootedDisk
    do {
      disk = try RootedDisk(root: directory)
    } catch {
      throw DiskError(path: path, code: error.code)
    }
    let attributes =
      status.map { FileAttributes(mode: UInt16($0.st_mode & 0o7777), owner: $0.st_uid, group: $0.st_gid) }
      ?? FileAttributes(mode: isPrivate ? 0o600 : 0o666 & ~Self.creationMask, owner: geteuid(), group: getegid())
    do {
      try disk.write(Array(text.utf8), to: "/" + name, attributes: attributes)
    } catch {
      throw DiskError(path: path, code: error.code)
    }
  }

  /// Where the name leads to, and what is there; nil where nothing is. Where the name is a link, what it points to is what
  /// the user means, but not where another user could have put the link: the kernel would not follow that either
  /// (proc_sys_fs(5), `protected_symlinks`, `protected_fifos`, `protected_regular`).
  private func destination() throws(DiskError) -> (path: String, status: stat?) {
    var target = path
    for _ in 0..<Self.mostLinks {
      var status = stat()
      guard lstat(target, &status) == 0 else {
        guard errno == ENOENT else { throw DiskError(path: path, code: errno) }
        return (target, nil)
      }
      try refuse(status, at: target)
      guard status.st_mode & S_IFMT == S_IFLNK else { return (target, status) }
      var followed = stat()
      // What stands behind a link of /proc may have no name.
      if stat(target, &followed) == 0, followed.st_mode & S_IFMT != S_IFREG, followed.st_mode & S_IFMT != S_IFDIR,
        target.hasPrefix("/proc/")
      {
        return (target, followed)
      }
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: target) else {
        throw DiskError(path: path, code: errno)
      }
      target = next.hasPrefix("/") ? next : "\(Self.split(target).directory)/\(next)"
    }
    throw DiskError(path: path, code: ELOOP)
  }

  /// Refuses what another user has put where everybody may put things.
  private func refuse(_ status: stat, at target: String) throws(DiskError) {
    var parent = stat()
    let everybodys = mode_t(S_ISVTX) | 0o002
    guard stat(Self.split(target).directory, &parent) == 0, parent.st_mode & everybodys == everybodys else { return }
    guard status.st_uid == geteuid() || status.st_uid == parent.st_uid else {
      throw DiskError(
        path: path, code: EPERM,
        problem: "is another user's, in a directory where everybody may put things: choose another place")
    }
  }

  private func stream(_ text: String) throws(DiskError) {
    guard let file = fopen(path, "we") else { throw DiskError(path: path, code: errno) }
    let bytes = Array(text.utf8)
    let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
    guard fclose(file) == 0, isWritten else { throw DiskError(path: path, code: errno) }
  }

  private static let mostLinks = 40

  private static func split(_ path: String) -> (directory: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let directory = path[..<slash]
    return (directory.isEmpty ? "/" : String(directory), String(path[path.index(after: slash)...]))
  }

  /// The process's umask, which can only be read by setting it.
  private static let creationMask: UInt16 = {
    let mask = umask(0o077)
    umask(mask)
    return UInt16(mask)
  }()
}
