import CLinux
import Linux

/// The capabilities whose effects no namespace of a lab contains (capabilities(7)).
///
/// What a lab keeps, and why: CAP_SYS_ADMIN, CAP_NET_ADMIN, CAP_MKNOD, CAP_BPF, CAP_SYSLOG and CAP_SYS_NICE, because
/// systemd applies sandboxes with the first four and the other two belong to directives whose enforcement is to be
/// seen; CAP_SYS_BOOT and CAP_SYS_PACCT, which act on the PID namespace; CAP_AUDIT_CONTROL, without which PAM refuses
/// logins, and which the kernel ignores outside the first PID namespace.
enum DroppedCapability: UInt32, CaseIterable {
  case sysModule = 16
  case sysRawIO = 17
  case sysTime = 25
  case macOverride = 32
  case macAdmin = 33
  case wakeAlarm = 35
  case blockSuspend = 36

  /// What has to be allowed for a lab to keep it; nil where nothing brings it back.
  var allowance: Lab.Allowance? {
    switch self {
    case .sysModule: .modules
    case .sysRawIO: .devices
    case .sysTime, .wakeAlarm: .time
    case .macOverride, .macAdmin: .securityModules
    case .blockSuspend: nil
    }
  }

  /// Takes them from the calling thread's bounding set, and so from every program that it executes.
  static func drop(allowing allowed: Set<Lab.Allowance>) throws(SystemCallError) {
    for capability in allCases {
      if let allowance = capability.allowance, allowed.contains(allowance) { continue }
      try checkNegative(clinux_drop_capability(capability.rawValue), "drop capability", "\(capability)")
    }
  }
}
