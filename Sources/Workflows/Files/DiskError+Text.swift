import Sandboxing
import Foundation

extension DiskError: CustomStringConvertible {
  /// One sentence that says what to do.
  public var description: String {
    if let problem { return "\(shown) \(problem)." }
    return switch code {
    case ENOSPC, EDQUOT:
      "There is no space left to write \(shown): free some and try again; what was there is unharmed."
    case EACCES, EPERM: "\(shown) is not open to this user: run as root."
    case EROFS: "\(shown) is on a file system that is read-only: choose another place or make it writable."
    case ELOOP:
      "\(shown) is or lies behind a symbolic link, which Cinch does not write through: replace it by what it points to."
    case ENOTDIR: "\(shown) lies behind something that is no directory: move that away."
    case EINVAL: "\(shown) is not a plain absolute path: write it without '.' and '..'."
    case EISDIR: "\(shown) is a directory: name a file in it."
    case ENOENT: "\(shown) lies in a directory that is not there: make it first."
    case ENAMETOOLONG: "\(shown) has a name that is too long: choose a shorter one."
    default: "\(shown) cannot be used (\(String(cString: strerror(code)))): check it and its directory."
    }
  }

  /// Whether it is this user who may not.
  public var isPermission: Bool { problem == nil && (code == EACCES || code == EPERM) }

  private var shown: String { path.terminalSafe }
}
