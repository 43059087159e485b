extension Catalogue {
  /// The system calls that a capability is needed for, as far as one can tell that from the call alone (capabilities(7)).
  /// Nothing for what depends on the call's arguments or on whose files they name.
  public static func systemCalls(needing capability: String) -> Set<String> { capabilityCalls[capability] ?? [] }

  private static let capabilityCalls: [String: Set<String>] = [
    "CAP_CHOWN": ["chown", "fchown", "fchownat", "lchown"],
    "CAP_FOWNER": ["chmod", "fchmod", "fchmodat", "fchmodat2"],
    "CAP_IPC_LOCK": ["mlock", "mlock2", "mlockall"],
    "CAP_KILL": ["kill", "tgkill", "tkill"],
    "CAP_MKNOD": ["mknod", "mknodat"],
    "CAP_SETGID": ["setfsgid", "setgid", "setgroups", "setregid", "setresgid"],
    "CAP_SETPCAP": ["capset"],
    "CAP_SETUID": ["setfsuid", "setresuid", "setreuid", "setuid"],
    "CAP_SYS_ADMIN": ["mount", "pivot_root", "setns", "sethostname", "umount2", "unshare"],
    "CAP_SYS_BOOT": ["reboot"],
    "CAP_SYS_CHROOT": ["chroot"],
    "CAP_SYS_MODULE": ["delete_module", "finit_module", "init_module"],
    "CAP_SYS_NICE": ["sched_setaffinity", "sched_setattr", "sched_setscheduler", "setpriority"],
    "CAP_SYS_PTRACE": ["process_vm_readv", "process_vm_writev", "ptrace"],
    "CAP_SYS_RESOURCE": ["prlimit64", "setrlimit"],
    "CAP_SYS_TIME": ["adjtimex", "clock_adjtime", "clock_settime", "settimeofday"],
  ]
}
