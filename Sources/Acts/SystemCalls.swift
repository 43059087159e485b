import CActs
import Glibc
import Sandboxing

/// A seccomp filter as a sandbox has it (seccomp(2)): some system calls denied, all others allowed.
public enum Filter {
  /// What becomes of a denied call.
  public enum Answer: Hashable, Sendable {
    /// It kills the process with SIGSYS.
    case kill
    /// It fails with this error number of errno(3).
    case error(Int32)

    fileprivate var value: UInt32 {
      switch self {
      case .kill: 0x8000_0000  // SECCOMP_RET_KILL_PROCESS
      case .error(let number): 0x0005_0000 | UInt32(number)  // SECCOMP_RET_ERRNO
      }
    }
  }

  /// Denies this process, and all that it starts, these system calls for good. Names that this architecture does not have
  /// are passed over.
  /// - Returns: Whether the kernel took the filter.
  public static func deny(_ names: some Sequence<String>, _ answer: Answer) -> Bool {
    let numbers = names.compactMap(SystemCalls.number(of:)).map(Int32.init)
    return cacts_filter(numbers, Int32(numbers.count), answer.value) == 0
  }
}

/// Makes a system call by name. Up to six arguments, the rest are zero.
/// - Returns: Its result, or the negative error number; that of ENOSYS where this architecture has no such call.
func systemCall(_ name: String, _ arguments: Int...) -> Int {
  guard let number = SystemCalls.number(of: name) else { return -Int(ENOSYS) }
  let six = arguments + [Int](repeating: 0, count: 6 - arguments.count)
  return cacts_call(number, six[0], six[1], six[2], six[3], six[4], six[5])
}
