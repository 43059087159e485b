import Glibc

/// A system call that was refused.
struct SystemCallError: Error, CustomStringConvertible {
  /// The call's name, and what it was made on.
  let call: String
  let subject: String
  /// Its errno.
  let number: CInt

  var reason: String { String(cString: strerror(number)) }
  var description: String { subject.isEmpty ? "\(call): \(reason)" : "\(call) \(subject): \(reason)" }
}

/// Throws errno where a call of libc answered -1.
@discardableResult
func check<Result: SignedInteger>(
  _ result: Result, _ call: String, _ subject: String = ""
) throws(SystemCallError) -> Result {
  if result == -1 { throw SystemCallError(call: call, subject: subject, number: errno) }
  return result
}

/// Throws the error number that a call of CLab answered, with its sign changed.
@discardableResult
func checkNegative(_ result: CInt, _ call: String, _ subject: String = "") throws(SystemCallError) -> CInt {
  if result < 0 { throw SystemCallError(call: call, subject: subject, number: -result) }
  return result
}
