import Foundation

/// A file that a user has named for a result: it holds the old content or the new one at every moment, and what is no
/// regular file (`/dev/stdout`, a pipe) is written to and not replaced.
public struct OutputFile: Sendable {
  private let path: String

  /// The file at a path, as the user has written it.
  public init(_ path: String) { self.path = path }

  /// Writes the result.
  ///
  /// - Throws: ``DiskError``; the old content is still there then.
  public func write(_ text: String) throws(DiskError) {
    var status = stat()
    let exists = stat(path, &status) == 0
    guard !exists || status.st_mode & S_IFMT == S_IFREG else { return try stream(text) }
    // Where the name is a link, what it points to is what the user means.
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    let disk = try RootedDisk(root: target.deletingLastPathComponent().path)
    let attributes =
      exists
      ? FileAttributes(mode: UInt16(status.st_mode & 0o7777), owner: status.st_uid, group: status.st_gid)
      : FileAttributes(mode: 0o666 & ~Self.creationMask, owner: geteuid(), group: getegid())
    do {
      try disk.write(Array(text.utf8), to: "/" + target.lastPathComponent, attributes: attributes)
    } catch {
      throw DiskError(path: path, code: error.code)
    }
  }

  private func stream(_ text: String) throws(DiskError) {
    guard let file = fopen(path, "we") else { throw DiskError(path: path, code: errno) }
    let bytes = Array(text.utf8)
    let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
    guard fclose(file) == 0, isWritten else { throw DiskError(path: path, code: errno) }
  }

  /// The process's umask, which can only be read by setting it.
  private static let creationMask: UInt16 = {
    let mask = umask(0o077)
    umask(mask)
    return UInt16(mask)
  }()
}
