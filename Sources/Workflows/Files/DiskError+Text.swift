import Sandboxing
import Foundation

extension DiskError: CustomStringConvertible {
  /// One sentence that says what to do.
  public var description: String {
    switch code {
    case ENOSPC, EDQUOT:
      "There is no space left to write \(shown): free some and try again; what was there is unharmed."
    case EACCES, EPERM: "\(shown) is not open to this user: run as root."
    case EROFS: "\(shown) is on a file system that is read-only: choose another place or make it writable."
    case ELOOP:
      "\(shown) is or lies behind a symbolic link, which Cinch does not write through: replace it by what it points to."
    case ENOTDIR: "\(shown) lies behind something that is no directory: move that away."
    case EINVAL: "\(shown) is not a plain absolute path: write it without '.' and '..'."
    default: "\(shown) cannot be used (\(String(cString: strerror(code)))): check it and its directory."
    }
  }

  /// Whether it is this user who may not.
  public var isPermission: Bool { code == EACCES || code == EPERM }

  private var shown: String { path.terminalSafe }
}
