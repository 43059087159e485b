/// `CapabilityBoundingSet=`: every capability of the running kernel is a restriction of its own (capabilities(7)).
struct CapabilityBoundingSet: MemberSet {
  static let name = "CapabilityBoundingSet"

  func members(on context: ServiceContext, scope: Scope) -> [Member] {
    context.platform.capabilities.map { Member("~\($0)", since: 208, weight: Self.weights[$0] ?? 0) }
  }

  func effects(of value: String, on context: ServiceContext) -> Set<String> { deniedMember(value).map { [$0] } ?? [] }

  func inForce(on context: ServiceContext) -> Set<String> {
    guard let own = context.own(Self.name, .capabilities) else { return [] }
    return Set(context.platform.capabilities).subtracting(own.members)
  }

  func value(under effects: Effects, on context: ServiceContext) -> Value? {
    .allow(Self.kept(under: effects, on: context))
  }

  /// One that is newer than the newest name goes by its number.
  func isPossible(_ value: String) -> Bool {
    deniedMember(value).map { name in
      Capability.names.contains(name) || (Int(name).map { $0 >= Capability.names.count && $0 < 64 } ?? false)
    } ?? false
  }

  func act(for value: String, on context: ServiceContext) -> Act? { deniedMember(value).map(Act.hold(capability:)) }

  /// What the processes of the service may still have, in the kernel's order.
  static func kept(under effects: Effects, on context: ServiceContext) -> [String] {
    let denied = effects.members(of: name)
    return context.platform.capabilities.filter { !denied.contains($0) }
  }

  /// The rows of `systemd-analyze security`; where a row names several, it counts only when all of them are gone.
  private static let weights: [String: Int] = [
    "CAP_SYS_ADMIN": 1500, "CAP_SETUID": 1500, "CAP_SETGID": 1500, "CAP_SETPCAP": 1500, "CAP_SYS_PTRACE": 1500,
    "CAP_SYS_TIME": 1000, "CAP_NET_ADMIN": 1000, "CAP_SYS_RAWIO": 1000, "CAP_SYS_MODULE": 1000, "CAP_CHOWN": 1000,
    "CAP_FSETID": 1000, "CAP_SETFCAP": 1000, "CAP_DAC_OVERRIDE": 1000, "CAP_DAC_READ_SEARCH": 1000,
    "CAP_FOWNER": 1000, "CAP_IPC_OWNER": 1000, "CAP_AUDIT_CONTROL": 500, "CAP_AUDIT_READ": 500,
    "CAP_AUDIT_WRITE": 500, "CAP_SYSLOG": 500, "CAP_SYS_NICE": 500, "CAP_SYS_RESOURCE": 500, "CAP_MKNOD": 500,
    "CAP_KILL": 500, "CAP_NET_BIND_SERVICE": 500, "CAP_NET_BROADCAST": 500, "CAP_NET_RAW": 500, "CAP_SYS_BOOT": 100,
    "CAP_MAC_ADMIN": 100, "CAP_MAC_OVERRIDE": 100, "CAP_LINUX_IMMUTABLE": 75, "CAP_IPC_LOCK": 50,
    "CAP_SYS_CHROOT": 50, "CAP_BLOCK_SUSPEND": 25, "CAP_WAKE_ALARM": 25, "CAP_LEASE": 25, "CAP_SYS_TTY_CONFIG": 25,
    "CAP_SYS_PACCT": 25, "CAP_BPF": 25,
  ]
}

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
