import CLinux
import Glibc

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
