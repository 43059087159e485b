import Foundation
import Linux
import Sandboxing

/// What files need of the system, as thin as the kernel's own calls, so that a test can cut the power between any two.
///
/// Paths are absolute and normalised, and seen from the disk's own root. No call follows a symbolic link, neither in the
/// last component nor on the way to it.
public protocol Disk: Sendable {
  /// What is there: lstat(2); nil where nothing is.
  func status(of path: String) throws(DiskError) -> DiskStatus?
  /// Everything that a regular file holds.
  func contents(of path: String) throws(DiskError) -> [UInt8]
  /// The names in a directory, in no order.
  func entries(of directory: String) throws(DiskError) -> [String]
  /// Makes one directory whose parent exists.
  func makeDirectory(_ path: String, mode: UInt16) throws(DiskError)
  /// Makes a file that does not exist yet, with its whole content; nothing about it is durable yet.
  func create(_ path: String, holding bytes: [UInt8], attributes: FileAttributes) throws(DiskError)
  /// Waits until a file's content, or a directory's entries, would survive a power cut: fsync(2).
  func synchronize(_ path: String) throws(DiskError)
  /// Gives a file another name in the same directory, replacing what had that name, in one step: rename(2).
  func rename(_ path: String, to other: String) throws(DiskError)
  /// Gives a file, or a symbolic link itself, to another user and group: lchown(2).
  func setOwner(of path: String, to owner: UInt32, group: UInt32) throws(DiskError)
  /// Removes a file, or a symbolic link itself.
  func removeFile(_ path: String) throws(DiskError)
  /// Removes a directory that is empty.
  func removeDirectory(_ path: String) throws(DiskError)
}

/// What a disk says of something on it.
public struct DiskStatus: Hashable, Sendable {
  /// What it is.
  public let kind: FileStatus.Kind
  /// Who may do what with it, and whose it is.
  public let attributes: FileAttributes

  /// A status by its parts.
  public init(kind: FileStatus.Kind, attributes: FileAttributes) {
    self.kind = kind
    self.attributes = attributes
  }
}

/// Why the kernel would not do something to a file.
public struct DiskError: Error, Hashable {
  /// The path, as the disk's user gave it.
  public let path: String
  /// errno(3)'s number.
  public let code: Int32
  /// What is wrong and what to do, as the rest of a sentence about the path, where the number does not say it.
  public let problem: String?

  /// An error by its parts.
  public init(path: String, code: Int32, problem: String? = nil) {
    self.path = path
    self.code = code
    self.problem = problem
  }
}

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

  /// Does something to a file, and says of which one where it cannot be done.
  static func naming<Value>(
    _ path: String, _ body: () throws(SystemCallError) -> Value
  ) throws(DiskError) -> Value {
    do {
      return try body()
    } catch {
      throw DiskError(path: path, code: error.number)
    }
  }

  /// Whether it is this user who may not.
  public var isPermission: Bool { problem == nil && (code == EACCES || code == EPERM) }

  private var shown: String { path.terminalSafe }
}
