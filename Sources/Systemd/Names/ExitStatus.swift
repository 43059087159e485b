/// Names of exit statuses (systemd.exec(5), "Process Exit Codes").
public enum ExitStatus {
  /// The statuses with which systemd itself ends a process that it could not set up. A service that ended so never ran.
  public static let setup: ClosedRange<Int32> = 200...246

  /// The status's name without its prefix: 226 is `NAMESPACE`; nil for one that has none.
  public static func name(of status: Int32) -> String? {
    switch status {
    case 0: "SUCCESS"
    case 1: "FAILURE"
    case 2...7: lsb[Int(status) - 2]
    case 64...78: bsd[Int(status) - 64]
    case setup: setupNames[Int(status - setup.lowerBound)].nonEmpty
    case 255: "EXCEPTION"
    default: nil
    }
  }

  private static let lsb = [
    "INVALIDARGUMENT", "NOTIMPLEMENTED", "NOPERMISSION", "NOTINSTALLED", "NOTCONFIGURED", "NOTRUNNING",
  ]
  private static let bsd = [
    "USAGE", "DATAERR", "NOINPUT", "NOUSER", "NOHOST", "UNAVAILABLE", "SOFTWARE", "OSERR", "OSFILE", "CANTCREAT",
    "IOERR",
    "TEMPFAIL", "PROTOCOL", "NOPERM", "CONFIG",
  ]
  /// From 200 on; empty where a status is not, or no longer, in use.
  private static let setupNames = [
    "CHDIR", "NICE", "FDS", "EXEC", "MEMORY", "LIMITS", "OOM_ADJUST", "SIGNAL_MASK", "STDIN", "STDOUT",
    "CHROOT", "IOPRIO", "TIMERSLACK", "SECUREBITS", "SETSCHEDULER", "CPUAFFINITY", "GROUP", "USER", "CAPABILITIES",
    "CGROUP",
    "SETSID", "CONFIRM", "STDERR", "", "PAM", "NETWORK", "NAMESPACE", "NO_NEW_PRIVILEGES", "SECCOMP", "SELINUX_CONTEXT",
    "PERSONALITY", "APPARMOR", "ADDRESS_FAMILIES", "RUNTIME_DIRECTORY", "", "CHOWN", "SMACK_PROCESS_LABEL", "KEYRING",
    "STATE_DIRECTORY", "CACHE_DIRECTORY", "LOGS_DIRECTORY", "CONFIGURATION_DIRECTORY", "NUMA_POLICY", "CREDENTIALS",
    "BPF", "KSM", "MEMORY_THP",
  ]
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
