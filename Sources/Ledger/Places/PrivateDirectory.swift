import Foundation

/// Directories that only their owner may look into.
enum PrivateDirectory {
  /// Why a directory cannot serve, with errno(3)'s number.
  struct Failure: Error {
    let code: Int32
    var reason: String { String(cString: strerror(code)) }
  }

  /// Makes the directory, mode 0700, and the missing ones above it; one that exists is taken as it is.
  static func make(at path: String, mode: mode_t = 0o700) throws(Failure) {
    if mkdir(path, mode) == 0 { return }
    switch errno {
    case EEXIST:
      var isDirectory: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue else {
        throw Failure(code: ENOTDIR)
      }
    case ENOENT where path.contains("/"):
      try make(at: (path as NSString).deletingLastPathComponent, mode: 0o755)
      guard mkdir(path, mode) == 0 || errno == EEXIST else { throw Failure(code: errno) }
    case let code:
      throw Failure(code: code)
    }
  }
}
