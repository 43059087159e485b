import Glibc
import Sandboxing

/// Capabilities, the user, and the no_new_privs bit.
enum Privileges {
  static func gain() -> Outcome {
    let getNoNewPrivileges = 39
    let bit = systemCall("prctl", getNoNewPrivileges)
    return bit < 0 ? Outcome(result: bit) : Outcome(state: bit == 0, otherwise: "no_new_privs is set")
  }

  static func beRoot() -> Outcome { Outcome(state: geteuid() == 0, otherwise: "user \(geteuid())") }

  static func hold(_ capability: String) -> Outcome {
    guard let held = isEffective(capability) else { return .unclear(.state("unknown capability")) }
    return Outcome(state: held, otherwise: "not in the effective set")
  }

  /// Whether the effective set of this process has a capability; nil where its name or /proc/self/status is unknown.
  static func isEffective(_ capability: String) -> Bool? {
    guard let number = Capability.names.firstIndex(of: capability), let set = statusField("CapEff"),
      let bits = UInt64(set, radix: 16)
    else { return nil }
    return bits >> UInt64(number) & 1 == 1
  }

  /// An operation for which the kernel asks for the capability first and then finds that there is nothing to do. Changes
  /// the process.
  static func exercise(_ capability: String) -> Outcome {
    let nowhere = -1
    return switch capability {
    case "CAP_SETGID": Outcome(result: systemCall("setgroups", -1, nowhere), expecting: [EINVAL])
    case "CAP_SETUID": Outcome(result: systemCall("setresuid", 1, 1, 1))
    case "CAP_SETPCAP": Outcome(result: systemCall("prctl", 24, 63), expecting: [EINVAL])  // PR_CAPBSET_DROP
    case "CAP_NET_BIND_SERVICE": Network.bind(777)
    case "CAP_NET_ADMIN": Network.forceReceiveBuffer()
    case "CAP_NET_RAW": Network.rawSocket()
    case "CAP_SYS_MODULE": Kernel.removeModule()
    case "CAP_SYS_CHROOT": Outcome(returned: chroot("/"))
    case "CAP_SYS_PACCT": Outcome(result: systemCall("acct", nowhere), expecting: [EFAULT])
    case "CAP_SYS_ADMIN": Outcome(result: systemCall("swapoff", nowhere), expecting: [EFAULT])
    case "CAP_SYS_BOOT": Outcome(result: systemCall("reboot"), expecting: [EINVAL])
    case "CAP_SYS_NICE": Outcome(result: systemCall("setpriority", 0, 0, -1))
    case "CAP_SYS_TIME": Kernel.setTick()
    case "CAP_SYSLOG": Outcome(result: systemCall("syslog", 8), expecting: [EINVAL])  // SYSLOG_ACTION_CONSOLE_LEVEL
    case "CAP_WAKE_ALARM": Outcome(result: systemCall("timerfd_create", 8))  // CLOCK_REALTIME_ALARM
    default: .unclear(.state("no harmless operation needs it"))
    }
  }
}
