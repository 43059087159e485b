import Glibc

/// A system call that failed, with what it was for.
public struct SystemCallError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was being done, as a phrase: `making the directory /run/cinch`.
  public let action: String
  /// The call's errno.
  public let errno: Int32

  /// Takes the errno of the call that just failed.
  init(_ action: String) {
    self.action = action
    self.errno = Glibc.errno
  }

  /// `making the directory /run/cinch failed: Permission denied`.
  public var description: String { "\(action) failed: \(String(cString: strerror(errno)))" }
}
