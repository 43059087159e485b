import Glibc
import Sandboxing

extension SeenFile {
  /// A file as it is now; nil where there is none, or where it is a link or of another type.
  ///
  /// - Parameters:
  ///   - path: where it is, as the service's system has it.
  ///   - view: where this process sees it.
  ///   - type: of what type it has to be (inode(7)): `S_IFREG`.
  init?(_ path: String, at view: String, type: mode_t) {
    var status = stat()
    guard lstat(view, &status) == 0, status.st_mode & S_IFMT == type else { return nil }
    self.init(path: path, mode: status.st_mode & 0o7777, group: status.st_gid)
  }
}
