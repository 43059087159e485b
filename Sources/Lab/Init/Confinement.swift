import CLinux
import Glibc
import Linux

/// What the processes of a lab are kept from by a filter of system calls, since no namespace contains it.
enum Confinement {
  /// Confines the calling thread and all that it will start, and hands the calls that wait for a judgement to the lab's
  /// keeper. A process has its own session keyring from here on, and not that of whoever started the lab.
  ///
  /// - Parameters:
  ///   - allowed: what the lab may do to the machine.
  ///   - socket: where the keeper listens.
  /// - Throws: ``SystemCallError``.
  static func apply(allowing allowed: Set<Lab.Allowance>, keeper socket: String) throws(SystemCallError) {
    // Kernels can be built without keyrings.
    _ = clinux_own_session_keyring()
    var parts = clinux_confine_keys
    if !allowed.contains(.sysctl) { parts |= clinux_confine_mounts }
    if !allowed.contains(.kernelLog) { parts |= clinux_confine_log }
    let listener = clinux_confine_calls(CUnsignedInt(parts))
    if listener == -EBUSY { return }
    let descriptor = Descriptor(owning: try checkNegative(listener, "confine the system calls of the lab"))
    try checkNegative(clinux_send_descriptor(socket, descriptor.number), "reach the lab's keeper at", socket)
  }
}
