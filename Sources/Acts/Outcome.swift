import CActs
import Glibc

/// What became of an act.
public enum Outcome: Hashable, Sendable {
  /// It succeeded, or the kernel looked at it and refused it for a reason of its own that is no restriction.
  case allowed
  /// A restriction denied it.
  case denied(Cause)
  /// It failed in a way that says nothing about restrictions.
  case unclear(Cause)

  /// How an act showed that it failed.
  public enum Cause: Hashable, Sendable {
    /// An error number of errno(3).
    case error(Int32)
    /// The signal that killed the process performing it; a seccomp filter kills with SIGSYS.
    case signal(Int32)
    /// A state read from the kernel, in a few words.
    case state(String)
  }

  /// The errors by which the kernel, a mount, a seccomp filter or a missing file denies.
  private static let denials: Set<Int32> = [EPERM, EACCES, EROFS, ENOENT, ENOSYS, EAFNOSUPPORT]

  /// Judges an error number: one of those expected of an act that nothing denies, a denial, or something else.
  init(error: Int32, expecting expected: Set<Int32> = []) {
    if expected.contains(error) {
      self = .allowed
    } else {
      self = Self.denials.contains(error) ? .denied(.error(error)) : .unclear(.error(error))
    }
  }

  /// Judges a result as system calls have it: an error number where it is negative.
  init(result: Int, expecting expected: Set<Int32> = []) {
    self = result >= 0 ? .allowed : Outcome(error: Int32(-result), expecting: expected)
  }

  /// Judges the result of a library function, which leaves its error number in errno.
  init(returned: Int32, expecting expected: Set<Int32> = []) {
    self = returned >= 0 ? .allowed : Outcome(error: errno, expecting: expected)
  }

  /// A state that was read: allowed, or denied and what was seen instead.
  init(state allowed: Bool, otherwise seen: @autoclosure () -> String) {
    self = allowed ? .allowed : .denied(.state(seen()))
  }
}

extension Outcome: CustomStringConvertible {
  /// `allowed`, `denied (EPERM)`, `could not tell (ENOMEM)`.
  public var description: String {
    switch self {
    case .allowed: "allowed"
    case .denied(let cause): "denied (\(cause))"
    case .unclear(let cause): "could not tell (\(cause))"
    }
  }
}

extension Outcome.Cause: CustomStringConvertible {
  /// `EPERM`, `SIGSYS`, `no_new_privs is set`.
  public var description: String {
    switch self {
    case .error(let number): cacts_error_name(number).map { String(cString: $0) } ?? "error \(number)"
    case .signal(let number): cacts_signal_name(number).map { "SIG" + String(cString: $0) } ?? "signal \(number)"
    case .state(let seen): seen
    }
  }
}
