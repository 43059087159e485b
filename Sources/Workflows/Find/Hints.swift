import Sandboxing
import Trials

/// What a healthy run, and the unit itself, let one expect of restrictions. Hints change how many trials a search needs,
/// never what it finds.
struct Hints {
  private let runtime: RuntimeObservation
  private let unit: [String: BusValue]
  /// Whether the service's processes start as root, with nothing tried that would spare them that.
  private let mustStartAsRoot: Bool
  /// Whether it dies of the first denied call, whether or not it would mind an error.
  private let diesOfDeniedCall: Bool
  private let candidates: [Candidate]
  private let expected: Set<Restriction>

  /// Hints about candidates for a service that was seen like this, on this context. What an earlier run kept is expected
  /// to be borne.
  init(
    for candidates: [Candidate], after runtime: RuntimeObservation, on context: ServiceContext,
    expecting expected: Sandbox = .empty
  ) {
    self.candidates = candidates
    self.runtime = runtime
    self.expected = Set(expected.restrictions)
    unit = context.base
    diesOfDeniedCall = context.killsOnDeniedCall
    mustStartAsRoot = context.runsAsRoot && !candidates.contains { $0.restriction.directive == "User" }
  }

  /// By rank, the chance that a candidate breaks something, where more is known than the prior.
  var probabilities: [Int: Double] {
    let pairs = candidates.enumerated().compactMap { rank, candidate in
      (expected.contains(candidate.restriction) ? Self.unlikely : probability(of: candidate)).map { (rank, $0) }
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  private func probability(of candidate: Candidate) -> Double? {
    let restriction = candidate.restriction
    return switch restriction.directive {
    case "PrivateNetwork", "IPAddressDeny", "IPAddressAllow", "SocketBindAllow":
      runtime.observation.boundPorts.isEmpty && runtime.connections.isEmpty ? nil : Self.likely
    case "RestrictNamespaces": ofNamespaces(restriction)
    case "RestrictAddressFamilies": ofAddressFamily(restriction)
    case "CapabilityBoundingSet": ofCapability(restriction)
    case "SystemCallFilter": ofSystemCalls(candidate)
    case "MemoryDenyWriteExecute": runtime.mapsWritableExecutable ? Self.likely : nil
    // In a user namespace root is nobody outside, and has no capability there.
    case "PrivateUsers": mustStartAsRoot || bindsPrivilegedPort ? Self.likely : nil
    case "DynamicUser": mustStartAsRoot ? Self.likely : nil
    // What systemd itself opens for the service, before it runs.
    case "DevicePolicy": restriction.value == "strict" && unit["StandardInput"]?.text == "null" ? Self.likely : nil
    case "ReadWritePaths", "BindPaths", "ExecPaths": Self.evens
    case "InaccessiblePaths":
      Self.servedDirectories.contains(restriction.value) && servesTheWeb ? Self.evens : nil
    case "NoExecPaths": runtime.observation.executedDirectories.isEmpty ? nil : Self.evens
    default: nil
    }
  }

  private func ofAddressFamily(_ restriction: Restriction) -> Double? {
    let families = runtime.addressFamilies.union(tellsManager ? ["AF_UNIX"] : [])
    if restriction.value == "none" { return families.isEmpty ? nil : Self.likely }
    return restriction.deniedMember.flatMap { families.contains($0) ? Self.likely : nil }
  }

  private func ofNamespaces(_ restriction: Restriction) -> Double? {
    guard let type = restriction.deniedMember else { return runtime.namespaces.isEmpty ? nil : Self.likely }
    return runtime.namespaces.contains(type) ? Self.likely : nil
  }

  private func ofCapability(_ restriction: Restriction) -> Double? {
    switch restriction.deniedMember {
    case "CAP_SETUID", "CAP_SETGID": mustDropRoot ? Self.likely : nil
    case "CAP_NET_BIND_SERVICE": bindsPrivilegedPort ? Self.likely : nil
    // Root opens its logs and directories whoever they belong to.
    case "CAP_DAC_OVERRIDE": runtime.dropsRoot ? Self.evens : nil
    default: nil
    }
  }

  private func ofSystemCalls(_ candidate: Candidate) -> Double? {
    guard let made = runtime.systemCalls?.union(Self.loadingCalls) else {
      return ofUnseenSystemCalls(candidate.restriction)
    }
    let denied = made.intersection(candidate.deniedSystemCalls)
    if denied.isEmpty { return Self.unlikely }
    if diesOfDeniedCall { return Self.likely }
    let spared = mustStartAsRoot ? Self.sparedCalls : Self.sparedCalls.union(Self.identityCalls)
    return denied.isSubset(of: spared) ? Self.seldom : Self.likely
  }

  /// What one can expect where nobody saw which calls it makes.
  private func ofUnseenSystemCalls(_ restriction: Restriction) -> Double? {
    switch restriction.deniedMember {
    // No program starts, reads and ends without these.
    case "@basic-io", "@file-system", "@process", "@signal": return Self.likely
    case "@io-event", "@network-io": return runtime.addressFamilies.isEmpty ? nil : Self.likely
    case "@setuid", "@privileged": return mustDropRoot ? Self.likely : nil
    // Pipes are among them.
    case "@ipc": return Self.evens
    case let member? where !member.hasPrefix("@"):
      // Calls that do the same stand together: `accept accept4`.
      let calls = Set(member.split(separator: " ").map(String.init))
      if !calls.isDisjoint(with: Self.loadingCalls) { return Self.likely }
      if !calls.isDisjoint(with: Self.listeningCalls) {
        return runtime.observation.boundPorts.isEmpty ? nil : Self.likely
      }
      if !calls.isDisjoint(with: Self.usualCalls) { return Self.evens }
      return calls.isDisjoint(with: Self.commonCalls) ? Self.rare : Self.possible
    default: return nil
    }
  }

  /// Whether it reports to the manager by itself, over a socket (sd_notify(3), or the bus).
  private var tellsManager: Bool { ["notify", "notify-reload", "dbus"].contains(unit["Type"]?.text ?? "") }

  private var mustDropRoot: Bool { mustStartAsRoot && runtime.dropsRoot }

  private var servesTheWeb: Bool {
    !Set(["tcp:80", "tcp:443", "tcp:8080"]).isDisjoint(with: runtime.observation.boundPorts)
  }

  /// ip(7): below 1024 it takes CAP_NET_BIND_SERVICE.
  private var bindsPrivilegedPort: Bool {
    runtime.observation.boundPorts.contains { port in
      port.split(separator: ":").last.flatMap { Int($0) }.map { $0 < 1024 } ?? false
    }
  }

  /// What the dynamic loader makes, before a program's first line (ld.so(8)), and what every program writes with. Nobody
  /// has to watch for these, and they are most of what any program makes.
  static let loadingCalls: Set = ["close", "fstat", "newfstatat", "openat", "pread64", "read", "write"]
  /// What it takes to listen for connections.
  private static let listeningCalls: Set = ["accept4", "bind", "listen", "setsockopt", "socket"]
  /// What most services that stay make: they handle signals, wait for events, start processes, change their files' flags.
  private static let usualCalls: Set = [
    "clone", "epoll_create1", "epoll_ctl", "epoll_wait", "fcntl", "ioctl", "lseek", "rt_sigaction", "rt_sigprocmask",
    "sendto", "wait4",
  ]

  /// What many services make, each of them some.
  private static let commonCalls: Set = [
    "chdir", "chmod", "connect", "dup2", "eventfd2", "fdatasync", "fsync", "ftruncate", "getcwd", "getdents64",
    "getpeername", "getsockname", "getsockopt", "kill", "madvise", "mkdir", "pipe2", "poll", "prctl", "pwrite64",
    "readlink", "recvfrom", "rename", "rt_sigsuspend", "select", "sendfile", "setgid", "setitimer", "setsid",
    "shutdown",
    "socketpair", "sysinfo", "umask", "uname", "unlink", "writev",
  ]

  /// Calls that hardly any program minds being denied: they ask for what may be missing, tell the kernel what would be good,
  /// or end what ends anyway.
  private static let sparedCalls: Set = [
    "access", "alarm", "eventfd2", "fadvise64", "faccessat2", "getcwd", "getpriority", "getrandom", "getrusage",
    "lseek",
    "madvise", "prctl", "prlimit64", "readlink", "readv", "sched_getaffinity", "setitimer", "setpriority",
    "set_robust_list", "shutdown", "sysinfo", "umask", "unlink",
  ]

  /// Calls that belong to a start as root.
  private static let identityCalls: Set = ["capset", "chown", "fchown", "setgid", "setgroups", "setuid"]

  /// Where web servers have what they serve.
  private static let servedDirectories: Set = ["/srv", "/var/www"]

  /// It passed before: an upgrade that breaks anything breaks little.
  private static let unlikely = 0.002
  /// Seen in use: it breaks unless the service can do without.
  private static let likely = 0.9
  /// Used, but who knows what for.
  private static let evens = 0.6
  /// Used, and not missed.
  private static let seldom = 0.1
  /// Others use it.
  private static let possible = 0.35
  /// Hardly anybody does.
  private static let rare = 0.01
}
