import CLinux
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
    // CLD_EXITED, CLD_KILLED and CLD_DUMPED, which Swift's Glibc module leaves out.
    switch code {
    case 1: self = .exited(status)
    case 2: self = .killed(signal: status)
    case 3: self = .dumped(signal: status)
    default: return nil
    }
  }

  /// Whether it exited with 0.
  public var isSuccess: Bool { self == .exited(0) }

  /// Whether systemd could not set the process up, so that what it was to run never ran.
  public var isSetupFailure: Bool {
    guard case .exited(let status) = self else { return false }
    return ExitStatus.setup.contains(status)
  }

  /// The signal that ended it; nil where it exited.
  public var signal: Int32? {
    switch self {
    case .exited: nil
    case .killed(let signal), .dumped(let signal): signal
    }
  }
}

extension ProcessExit: CustomStringConvertible {
  /// `exited, status=226/NAMESPACE`, `killed by SIGSYS`, as systemd's own log lines have it.
  public var description: String {
    switch self {
    case .exited(let status): "exited, status=\(status)" + (ExitStatus.name(of: status).map { "/" + $0 } ?? "")
    case .killed(let signal): "killed by \(SignalName.name(of: signal) ?? "signal \(signal)")"
    case .dumped(let signal): "killed by \(SignalName.name(of: signal) ?? "signal \(signal)"), core dumped"
    }
  }
}

/// Names of signals (signal(7)), with `SIG` as the field writes them.
public enum SignalName {
  /// `SIGSYS` for 31, `SIGRTMIN+1` for the second real-time signal; nil for a number that is no signal.
  public static func name(of signal: Int32) -> String? {
    // The C library calls it by its other name, SIGPOLL.
    if signal == SIGIO { return "SIGIO" }
    if let name = clinux_signal_name(signal) { return "SIG" + String(cString: name) }
    let (first, last) = (__libc_current_sigrtmin(), __libc_current_sigrtmax())
    guard (first...last).contains(signal) else { return nil }
    return signal == first ? "SIGRTMIN" : "SIGRTMIN+\(signal - first)"
  }
}
