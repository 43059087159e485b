extension Catalogue {
  /// Other processes, namespaces, scheduling.
  static let processes: [Directive] = [
    Directive(
      "PrivateUsers",
      .ladder(
        ("full", 258, .share(.user, inode: nil)), ("identity", 257, .mapUser(65536)), ("yes", 232, .mapUser(1))),
      form: .booleanOrWord(.init("PrivateUsersEx")), needs: [.userNamespaces], theme: .processes, weight: 1000,
      why: "has no privilege outside itself: root and capabilities hold only in its own user namespace",
      blindSpot: "files of other users appear to belong to nobody, and are refused when ownership matters",
      // In a user namespace root is nobody outside, and has no capability there.
      breaks: .likely { $1.mustStartAsRoot || !$1.privilegedPorts.isEmpty },
      fails: .privilegedPorts.or(.seen),
      denies: .told(.otherUsers) { _, _, _ in true }),
    Directive(
      "PrivateIPC", .boolean(since: 248, act: .share(.ipc, inode: nil)), form: .boolean, needs: [], theme: .processes,
      why: "shares no System V shared memory and no POSIX message queues with other services",
      blindSpot: "clients that talk to it through shared memory no longer find it",
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
    Directive(
      "PrivatePIDs", .boolean(since: 257, act: .share(.pid, inode: nil)), form: .word, needs: [], theme: .processes,
      why: "sees only its own processes, which end with its first",
      blindSpot: """
        process numbers that it writes to files or sends to others mean nothing to them; and systemd 257 at times takes its \
        main process for somebody else's ("not our child"), does not see it end, and kills it when it is to stop
        """,
      breaks: .unknown,
      fails: .seen,
      denies: .nothing,
      refusal: { $1.base["Type"]?.text == "forking" ? "not with Type=forking" : nil }),
    Directive(
      "ProtectProc",
      .ladder(
        ("noaccess", 247, .readProcess(1)), ("invisible", 247, .seeProcess(1)), ("ptraceable", 247, .seeProcess(1))),
      form: .word, needs: [.kernel(major: 5, minor: 8)], theme: .processes, weight: 1000,
      why: "cannot read other users' command lines, environment and open files in /proc",
      blindSpot: "monitoring that it does of other users' processes reports nothing, without an error",
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
    Directive(
      "ProcSubset", .ladder(("pid", 247, .read(path: "/proc/meminfo"))), form: .word,
      needs: [.kernel(major: 5, minor: 8)], theme: .processes, weight: 10,
      why: "sees processes in /proc and nothing of the kernel's other files there",
      blindSpot: "programs that size themselves by /proc/meminfo or /proc/cpuinfo fall back to guesses",
      breaks: .unknown,
      fails: .seen,
      denies: .told(.readPath) { path, _, _ in
        // proc(5): processes, and the links of the one that asks.
        let parts = path.split(separator: "/")
        return parts.count > 1 && parts[0] == "proc" && Int(parts[1]) == nil
          && !["self", "thread-self"].contains(parts[1])
      }.withholding),
    Directive(
      "RestrictNamespaces", .set(RestrictNamespaces()), form: .namespaces, needs: [.seccomp], theme: .processes,
      why: "cannot make namespaces, the way to much of the kernel's least tested code",
      blindSpot: "a daemon that isolates its children with namespaces may quietly stop isolating them",
      breaks: .namespaces,
      fails: .seen,
      denies: .named(.namespace, weight: .withholds),
      silence: SilentDenial(
        calls: ["clone", "setns", "unshare"], wanted: "namespaces",
        probe: "a command that fails where its children are not isolated")),
    Directive(
      "RestrictRealtime", .boolean(since: 231, act: .becomeRealtime), form: .boolean, needs: [.seccomp],
      theme: .processes, weight: 500,
      why: "cannot take the processor for itself with real-time scheduling",
      blindSpot: "time-critical threads silently run at normal priority",
      breaks: .unknown,
      fails: .seen,
      denies: .nothing,
      silence: SilentDenial(
        calls: ["sched_setattr", "sched_setscheduler"], wanted: "real-time scheduling",
        probe: "a command that fails where its threads have no real-time priority: chrt -p")),
    Directive(
      "LockPersonality", .boolean(since: 235, act: .changePersonality), form: .boolean, needs: [.seccomp],
      theme: .processes,
      weight: 100,
      why: "cannot switch to another ABI personality, or switch address randomisation off for what it runs",
      blindSpot: nil,
      breaks: .unknown,
      fails: .seen,
      denies: .of(systemCalls: ["personality"]),
      silence: SilentDenial(
        calls: ["personality"], wanted: "another execution domain",
        probe: "a command that fails where what it runs is not in that domain: setarch(8)")),
    Directive(
      "MemoryDenyWriteExecute", .boolean(since: 231, act: .mapWritableExecutable), form: .boolean, needs: [.seccomp],
      theme: .processes, weight: 100,
      why: "cannot make memory that is writable and then executable, which injected code needs",
      blindSpot: "just-in-time compilers may fall back to interpreting: slower, with no error",
      breaks: .likely { $1.runtime.mapsWritableExecutable },
      fails: .executableMemory,
      denies: .told(.executableMemory) { _, _, _ in true }.withholding,
      // systemd.exec(5), `MemoryDenyWriteExecute=`.
      silence: SilentDenial(
        calls: ["mmap", "mmap2", "mprotect", "pkey_mprotect", "shmat"],
        wanted: "memory that is writable and executable",
        probe: "a command that fails where it interprets its code and does not compile it")),
    Directive(
      "LimitCORE", .ladder(("0", 208, .dumpCore)), form: .limit, needs: [], theme: .processes,
      why: "leaves no copy of its memory on disk when it crashes, with the keys and passwords in it",
      blindSpot: "after a crash there is nothing to look into with a debugger or coredumpctl",
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
    Directive(
      "Delegate", .ladder(("no", 218, .manageOwnControlGroup)), form: .boolean, needs: [], theme: .processes,
      weight: 100,
      why: "gets no control group subtree of its own to manage",
      blindSpot: "a daemon that puts its children into control groups of their own silently stops limiting them",
      breaks: .unknown,
      fails: .seen,
      denies: .nothing,
      manual: .resourceControl),
    Directive(
      "NotifyAccess",
      .ladder(("exec", 236, .notify(.child)), ("main", 208, .notify(.child)), ("none", 208, .notify(.main))),
      form: .word, needs: [], theme: .processes, weight: 1000,
      why: "not every process of it can tell the manager that it is ready, alive, or has another main process",
      blindSpot: "status and watchdog messages from helper processes are ignored",
      breaks: .unknown,
      fails: .seen,
      denies: .nothing, manual: .service,
      refusal: { value, context in
        if value == "none", context.base["Type"]?.text?.hasPrefix("notify") == true { return "not with Type=notify" }
        let watchdog = context.base["WatchdogUSec"]?.unsigned ?? 0
        return (1..<UInt64.max).contains(watchdog)
          ? "which process feeds its watchdog shows later than a trial lasts" : nil
      }),
  ]
}
