import Glibc

/// A system call that failed.
public struct SystemCallError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The call's name, or what it was to do: `mkdir`, `write 100 to`.
  public let call: String
  /// What it was made on, a path for the most part; empty where there is nothing to name.
  public let subject: String
  /// Its errno.
  public let number: CInt

  /// An error by its parts; the errno is that of the call that just failed where none is given.
  public init(call: String, subject: String = "", number: CInt = errno) {
    self.call = call
    self.subject = subject
    self.number = number
  }

  /// What the C library says about the errno: `Permission denied`.
  public var reason: String { Self.reason(of: number) }

  /// `mkdir /run/cinch: Permission denied`.
  public var description: String { subject.isEmpty ? "\(call): \(reason)" : "\(call) \(subject): \(reason)" }

  /// What the C library says about an errno (strerror(3)).
  public static func reason(of number: CInt) -> String { String(cString: strerror(number)) }
}

/// Throws errno where a call of libc answered -1.
@discardableResult
public func check<Result: SignedInteger>(
  _ result: Result, _ call: String, _ subject: String = ""
) throws(SystemCallError) -> Result {
  if result == -1 { throw SystemCallError(call: call, subject: subject, number: errno) }
  return result
}

/// Throws the error number that a call of CLinux answered, with its sign changed.
@discardableResult
public func checkNegative(
  _ result: CInt, _ call: String, _ subject: String = ""
) throws(SystemCallError) -> CInt {
  if result < 0 { throw SystemCallError(call: call, subject: subject, number: -result) }
  return result
}

/// Makes a call again for as long as a signal interrupts it.
public func retryingInterrupted<Result: SignedInteger>(
  _ call: String, _ body: () -> Result
) throws(SystemCallError) -> Result {
  while true {
    let result = body()
    if result != -1 { return result }
    if errno != EINTR { throw SystemCallError(call: call, subject: "", number: errno) }
  }
}
