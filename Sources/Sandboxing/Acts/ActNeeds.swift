/// What an act needs around it, apart from being allowed.
extension Act {
  /// How the last path component of what belongs to an act itself begins: `/tmp/cinch-act-marker`.
  public static let ownPrefix = "cinch-act"

  /// Capabilities that a harmless operation can put to the test, in the order of their numbers (capabilities(7)).
  public static let exercisableCapabilities: [String] = [
    "CAP_SETGID", "CAP_SETUID", "CAP_SETPCAP", "CAP_NET_BIND_SERVICE", "CAP_NET_ADMIN", "CAP_NET_RAW",
    "CAP_SYS_MODULE", "CAP_SYS_CHROOT", "CAP_SYS_PACCT", "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE",
    "CAP_SYS_TIME", "CAP_SYSLOG", "CAP_WAKE_ALARM",
  ]

  /// Whether something of the act's own has to be made outside the sandbox before (`cinch-act --prepare ACT`) and
  /// removed after (`cinch-act --clean ACT`): a marker to read, a device node to open.
  public var isPrepared: Bool {
    switch self {
    case .read(let path), .execute(let path), .openDevice(let path):
      path.split(separator: "/").last?.hasPrefix(Self.ownPrefix) ?? false
    case .keepTmp, .letIn: true
    default: false
    }
  }

  /// The name of the directory that systemd makes for an act that wants one.
  public var ownDirectory: String? {
    if case .letIn(_, let mode) = self { "\(Self.ownPrefix)-\(mode)" } else { nil }
  }

  /// Whether the act can be performed together with others like it, under all of their restrictions: a system call that
  /// neither another act nor the program itself makes.
  public var goesTogether: Bool {
    guard case .call(let name) = self else { return false }
    return !Self.programCalls.contains(name)
  }

  /// What the program that performs acts calls between its start and its end.
  private static let programCalls: Set = [
    "arch_prctl", "brk", "clone", "clone3", "close", "execve", "exit_group", "fstat", "getrandom", "gettid", "ioctl",
    "newfstatat", "openat", "prctl", "prlimit64", "read", "readlink", "readlinkat", "rseq", "sched_getaffinity",
    "seccomp", "set_robust_list", "set_tid_address", "wait4", "write",
  ]

  /// The act that another unit must have performed before, under the same sandbox.
  public var predecessor: Act? { self == .findSharedMemory ? .leaveSharedMemory : nil }

  /// Whether the act says something only as an ordinary user: nothing of this kind is ever denied to root.
  public var wantsOrdinaryUser: Bool {
    switch self {
    case .seeProcess, .readProcess, .leaveSharedMemory, .findSharedMemory: true
    default: false
    }
  }
}
