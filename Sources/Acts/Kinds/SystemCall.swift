import CActs
import Glibc
import Sandboxing

/// Makes a system call by name. Up to six arguments, the rest are zero.
/// - Returns: Its result, or the negative error number; that of ENOSYS where this architecture has no such call.
func systemCall(_ name: String, _ arguments: Int...) -> Int {
  guard let number = SystemCalls.number(of: name) else { return -Int(ENOSYS) }
  let six = arguments + [Int](repeating: 0, count: 6 - arguments.count)
  return cacts_call(number, six[0], six[1], six[2], six[3], six[4], six[5])
}
