import Sandboxing

/// What a service cannot do anyway under a sandbox: whatever denies that besides cannot matter.
struct Impossible {
  private let passed: Sandbox
  private let service: ServiceFacts
  /// Whether nothing that it runs can have a capability: it is not root, is given none, and can gain none.
  private let isPowerless: Bool

  /// - Parameters:
  ///   - passed: the sandbox.
  ///   - service: the service.
  ///   - uses: what it is known to do. A capability that it is known to use stays, and with it what it is for.
  init(in passed: Sandbox, of service: ServiceFacts, knowing uses: [Use] = []) {
    self.passed = passed
    self.service = service
    let known = Set(uses.filter { $0.kind == .capability }.map(\.name))
    let denied = Set(passed.restrictions.filter { $0.directive == "CapabilityBoundingSet" }.compactMap(\.deniedMember))
      .subtracting(known)
    let base = service.context.base
    let own = base["CapabilityBoundingSet"]?.unsigned ?? .max
    let left = service.context.platform.capabilities.enumerated().filter { number, name in
      number < 64 && own & (1 << UInt64(number)) != 0 && !denied.contains(name)
    }
    let gainsNothing =
      base["NoNewPrivileges"]?.truth == true || passed.contains(Restriction("NoNewPrivileges", "yes"))
    let ambient = base["AmbientCapabilities"]?.unsigned ?? 0
    isPowerless = !service.staysRoot && gainsNothing && (left.isEmpty || ambient == 0 && !service.context.runsAsRoot)
  }

  /// Why a restriction cannot matter, as a phrase; nil where it can.
  func reason(for restriction: Restriction) -> String? {
    if isPowerless, Self.needsPower(restriction) {
      return "its user is not root, and nothing gives it a capability"
    }
    if restriction.directive == "SystemCallFilter", let calls = callsNobodyMakes(restriction) {
      return "no code of it can make these calls (\(calls))"
    }
    return nil
  }

  /// Why a restriction is in force whether it is set or not; nil where it is not.
  ///
  /// - Parameters:
  ///   - restriction: the restriction.
  ///   - kept: what is set beside it.
  /// - Returns: the phrase.
  func comesAnyway(_ restriction: Restriction, with kept: Sandbox) -> String? {
    let platform = service.context.platform
    guard restriction == Restriction("NoNewPrivileges", "yes"), platform.filtersBringNoNewPrivileges,
      !service.staysRoot, !administers(under: kept)
    else { return nil }
    return kept.restrictions.first { Catalogue.directive($0.directive)?.filtersCalls == true }.map {
      "systemd \(platform.systemdVersion) sets it for an ordinary user with \($0.directive)= anyway"
    }
  }

  /// Whether an ordinary user of it can have the privileges with which calls are filtered.
  private func administers(under kept: Sandbox) -> Bool {
    let name = "CAP_SYS_ADMIN"
    let context = service.context
    guard !kept.contains(Restriction("CapabilityBoundingSet", "~\(name)")),
      let number = context.platform.capabilities.firstIndex(of: name)
    else { return false }
    let given = context.base[context.runsAsRoot ? "CapabilityBoundingSet" : "AmbientCapabilities"]?.unsigned
    return (given ?? (context.runsAsRoot ? .max : 0)) & (1 << UInt64(number)) != 0
  }

  private static func needsPower(_ restriction: Restriction) -> Bool {
    switch restriction.directive {
    case "CapabilityBoundingSet", "ProtectClock", "ProtectKernelModules", "ProtectKernelLogs", "ProtectControlGroups",
      "ProtectHostname", "ProtectKernelTunables":
      true
    case "SystemCallFilter":
      ["~@module", "~@mount", "~@raw-io", "~@reboot", "~@swap", "~@clock"].contains(restriction.value)
    default: false
    }
  }

  /// The calls of a restriction in a few words, where no code that the service can run takes any of them from the C library,
  /// makes calls by number, loads more code or runs other programs.
  private func callsNobodyMakes(_ restriction: Restriction) -> String? {
    guard service.code.isKnown, restriction.deniedMember != nil else { return nil }
    let imports = service.code.allImports
    guard imports.isDisjoint(with: Self.waysOut) else { return nil }
    let calls = Catalogue.effects(of: restriction, on: service.context).map(\.member)
    guard !calls.isEmpty, calls.allSatisfy({ !Self.madeByLibrary.contains($0) && !imports.contains($0) }) else {
      return nil
    }
    return restriction.deniedMember
  }

  /// What makes any call, or brings code of which nothing is known.
  private static let waysOut = ServiceCode.runningPrograms.union(["syscall", "dlopen", "dlmopen"])

  /// Calls that the C library makes for functions of other names: nothing follows from their own.
  private static let madeByLibrary: Set = [
    "accept4", "access", "arch_prctl", "brk", "clone", "clone3", "close", "dup3", "epoll_create1", "epoll_pwait",
    "eventfd2", "exit_group", "faccessat", "faccessat2", "fcntl", "fork", "fstat", "futex", "getdents", "getdents64",
    "getrandom", "gettid", "ioctl", "kill", "lseek", "madvise", "mmap", "mprotect", "mremap", "munmap", "newfstatat",
    "open", "openat", "pipe", "pipe2", "poll", "ppoll", "pread64", "prlimit64", "pselect6", "pwrite64", "read", "readv",
    "recvfrom", "recvmsg", "rseq", "rt_sigaction", "rt_sigprocmask", "rt_sigtimedwait", "select", "sendmmsg", "sendto",
    "set_robust_list", "set_tid_address", "setgid", "setgroups", "setresgid", "setresuid", "setuid", "socket", "statx",
    "tgkill", "timer_create", "uname", "unlinkat", "vfork", "wait4", "waitid", "write", "writev", "alarm", "setitimer",
  ]
}
