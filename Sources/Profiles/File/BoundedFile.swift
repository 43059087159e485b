import Glibc

/// A file that somebody names for reading: anything that has an end is read, up to a limit, and nothing is waited for that
/// may never come.
enum BoundedFile {
  /// Why a file cannot be read, as a clause.
  struct Failure: Error {
    let reason: String

    init(reason: String) { self.reason = reason }

    init(code: Int32) {
      reason =
        switch code {
        case ENOENT: "no such file"
        case EACCES, EPERM: "not a file that this user may read"
        case EISDIR: "it is a directory"
        default: String(cString: strerror(code))
        }
    }
  }

  /// Everything that a file holds, or a pipe until its writers have closed it.
  ///
  /// - Parameters:
  ///   - path: the file; symbolic links are followed.
  ///   - limit: how many bytes it may hold.
  /// - Returns: its bytes.
  /// - Throws: ``Failure``.
  static func contents(of path: String, limit: Int) throws(Failure) -> [UInt8] {
    guard !path.utf8.contains(0) else { throw Failure(code: ENOENT) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw Failure(code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Failure(code: errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG, S_IFIFO: break
    case S_IFDIR: throw Failure(code: EISDIR)
    default: throw Failure(reason: "neither a file nor a pipe")
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += buffer.prefix(count)
      } else if errno == EAGAIN {
        var readable = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        poll(&readable, 1, -1)
      } else if errno != EINTR {
        throw Failure(code: errno)
      }
    }
    throw Failure(reason: "larger than \(limit >> 20) MiB")
  }
}
