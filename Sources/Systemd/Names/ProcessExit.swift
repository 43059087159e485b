import Glibc

/// How a process ended: waitid(2)'s `si_code` and `si_status`.
public enum ProcessExit: Hashable, Sendable {
  /// It exited with this status.
  case exited(Int32)
  /// A signal killed it.
  case killed(signal: Int32)
  /// A signal killed it, and it dumped core.
  case dumped(signal: Int32)

  /// Reads `ExecMainCode` and `ExecMainStatus`; nil for a process that has not ended.
  public init?(code: Int32, status: Int32) {
    // CLD_EXITED, CLD_KILLED and CLD_DUMPED are an enumeration that C does not name for us.
    switch code {
    case 1: self = .exited(status)
    case 2: self = .killed(signal: status)
    case 3: self = .dumped(signal: status)
    default: return nil
    }
  }

  /// Whether it exited with 0.
  public var isSuccess: Bool { self == .exited(0) }
}
