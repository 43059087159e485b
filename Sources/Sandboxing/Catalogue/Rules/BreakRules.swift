extension BreakRule {
  /// A family of its own sockets, or the one over which it reports to the manager.
  static let addressFamilies = BreakRule { candidate, facts in
    let families = facts.runtime.addressFamilies.union(facts.tellsManager ? ["AF_UNIX"] : [])
    if candidate.restriction.value == "none" { return families.isEmpty ? nil : .likely }
    return candidate.restriction.deniedMember.flatMap { families.contains($0) ? .likely : nil }
  }

  /// What it serves, the sockets that it was seen connected to, and the bus for who has a name on it.
  static let hiddenPaths = BreakRule { candidate, facts in
    let hidden = candidate.restriction.value
    if InaccessiblePaths.served.contains(hidden), facts.servesTheWeb { return .evens }
    var sockets = facts.runtime.unixPeers ?? []
    if facts.isOnBus { sockets.insert(ControlSockets.systemBus) }
    return sockets.contains { Paths.contains(hidden, $0) } ? .likely : nil
  }

  /// A type of namespace that it made.
  static let namespaces = BreakRule { candidate, facts in
    let made = facts.runtime.namespaces
    guard let type = candidate.restriction.deniedMember else { return made.isEmpty ? nil : .likely }
    return made.contains(type) ? .likely : nil
  }

  /// What root needs to become somebody else and to open a port below 1024.
  static let capabilities = BreakRule { candidate, facts in
    switch candidate.restriction.deniedMember {
    case "CAP_SETUID", "CAP_SETGID": facts.mustDropRoot ? .likely : nil
    case "CAP_NET_BIND_SERVICE": facts.privilegedPorts.isEmpty ? nil : .likely
    // Root opens its logs and directories whoever they belong to.
    case "CAP_DAC_OVERRIDE": facts.runtime.dropsRoot ? .evens : nil
    default: nil
    }
  }

  /// Calls that it was heard to make or, where nobody listened, that most programs make.
  static let systemCalls = BreakRule { candidate, facts in
    guard let made = facts.runtime.systemCalls?.union(SystemCallHabits.loading) else {
      return SystemCallHabits.likelihood(of: candidate.restriction, knowing: facts)
    }
    let denied = made.intersection(candidate.deniedSystemCalls)
    if denied.isEmpty { return .unlikely }
    if facts.diesOfDeniedCall { return .likely }
    let spared =
      facts.mustStartAsRoot
      ? SystemCallHabits.spared : SystemCallHabits.spared.union(SystemCallHabits.identity)
    return denied.isSubset(of: spared) ? .seldom : .likely
  }
}

extension Candidate {
  /// The system calls that it denies.
  public var deniedSystemCalls: [String] { effects.filter { $0.directive == SystemCallFilter.name }.map(\.member) }
}

/// Which system calls programs make and which they mind.
public enum SystemCallHabits {
  /// What the dynamic loader makes, before a program's first line (ld.so(8)), and what every program writes with. Nobody
  /// has to watch for these, and they are most of what any program makes.
  public static let loading: Set = ["close", "fstat", "newfstatat", "openat", "pread64", "read", "write"]
  /// What it takes to listen for connections.
  static let listening: Set = ["accept4", "bind", "listen", "setsockopt", "socket"]
  /// What most services that stay make: they handle signals, wait for events, start processes, change their files' flags.
  static let usual: Set = [
    "clone", "epoll_create1", "epoll_ctl", "epoll_wait", "fcntl", "ioctl", "lseek", "rt_sigaction", "rt_sigprocmask",
    "sendto", "wait4",
  ]

  /// What many services make, each of them some.
  static let common: Set = [
    "chdir", "chmod", "connect", "dup2", "eventfd2", "fdatasync", "fsync", "ftruncate", "getcwd", "getdents64",
    "getpeername", "getsockname", "getsockopt", "kill", "madvise", "mkdir", "pipe2", "poll", "prctl", "pwrite64",
    "readlink", "recvfrom", "rename", "rt_sigsuspend", "select", "sendfile", "setgid", "setitimer", "setsid",
    "shutdown",
    "socketpair", "sysinfo", "umask", "uname", "unlink", "writev",
  ]

  /// Calls that hardly any program minds being denied: they ask for what may be missing, tell the kernel what would be good,
  /// or end what ends anyway.
  static let spared: Set = [
    "access", "alarm", "eventfd2", "fadvise64", "faccessat2", "getcwd", "getpriority", "getrandom", "getrusage",
    "lseek",
    "madvise", "prctl", "prlimit64", "readlink", "readv", "sched_getaffinity", "setitimer", "setpriority",
    "set_robust_list", "shutdown", "sysinfo", "umask", "unlink",
  ]

  /// Calls that belong to a start as root.
  static let identity: Set = ["capset", "chown", "fchown", "setgid", "setgroups", "setuid"]

  /// What one can expect where nobody saw which calls it makes.
  static func likelihood(of restriction: Restriction, knowing facts: BaselineFacts) -> Likelihood? {
    switch restriction.deniedMember {
    // No program starts, reads and ends without these.
    case "@basic-io", "@file-system", "@process", "@signal": return .likely
    case "@io-event", "@network-io": return facts.runtime.addressFamilies.isEmpty ? nil : .likely
    case "@setuid", "@privileged": return facts.mustDropRoot ? .likely : nil
    // Pipes are among them.
    case "@ipc": return .evens
    case let member? where !member.hasPrefix("@"):
      // Calls that do the same stand together: `accept accept4`.
      let calls = Set(member.split(separator: " ").map(String.init))
      if !calls.isDisjoint(with: loading) { return .likely }
      if !calls.isDisjoint(with: listening) {
        return facts.runtime.observation.boundPorts.isEmpty ? nil : .likely
      }
      if !calls.isDisjoint(with: usual) { return .evens }
      return calls.isDisjoint(with: common) ? .rare : .possible
    default: return nil
    }
  }
}
