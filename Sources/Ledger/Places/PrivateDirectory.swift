import Foundation

/// Directories that only their owner may change.
enum PrivateDirectory {
  /// Why a directory cannot serve.
  struct Failure: Error {
    /// errno(3)'s number; 0 where it is not the kernel that refuses it.
    let code: Int32
    let reason: String

    init(code: Int32) {
      self.code = code
      reason = String(cString: strerror(code))
    }

    init(_ reason: String) {
      code = 0
      self.reason = reason
    }
  }

  /// Makes the directory, mode 0700, and the missing ones above it. One that exists is taken only where nobody else can
  /// put anything into it or in its place.
  static func make(at path: String, mode: mode_t = 0o700) throws(Failure) {
    if mkdir(path, mode) == 0 { return }
    switch errno {
    case EEXIST: try examine(path)
    case ENOENT where path.contains("/"):
      try makeParents(of: path)
      if mkdir(path, mode) == 0 { return }
      guard errno == EEXIST else { throw Failure(code: errno) }
      try examine(path)
    case let code:
      throw Failure(code: code)
    }
  }

  private static func makeParents(of path: String) throws(Failure) {
    let parent = (path as NSString).deletingLastPathComponent
    if parent.isEmpty || mkdir(parent, 0o755) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, parent.contains("/") else { throw Failure(code: errno) }
    try makeParents(of: parent)
    guard mkdir(parent, 0o755) == 0 || errno == EEXIST else { throw Failure(code: errno) }
  }

  private static func examine(_ path: String) throws(Failure) {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw Failure(code: errno) }
    let trusted: Set<uid_t> = [0, geteuid()]
    if status.st_mode & S_IFMT == S_IFLNK {
      guard trusted.contains(status.st_uid) else { throw Failure("the directory is a link of another user's") }
      guard stat(path, &status) == 0 else { throw Failure(code: errno) }
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw Failure(code: ENOTDIR) }
    guard trusted.contains(status.st_uid) else { throw Failure("the directory belongs to another user") }
    guard status.st_mode & 0o022 == 0 else { throw Failure("other users may write to the directory") }
  }
}
