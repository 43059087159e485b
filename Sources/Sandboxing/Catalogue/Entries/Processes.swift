extension Catalogue {
  /// Other processes, namespaces, scheduling.
  static let processes: [Directive] = [
    Directive(
      "PrivateUsers",
      .ladder(
        ("full", 258, .share(.user, inode: nil)), ("identity", 257, .mapUser(65536)), ("yes", 232, .mapUser(1))),
      form: .booleanOrWord(.init("PrivateUsersEx")), needs: [.userNamespaces], theme: .processes, weight: 1000,
      why: "has no privilege outside itself: root and capabilities hold only in its own user namespace",
      blindSpot: "files of other users appear to belong to nobody, and are refused when ownership matters"),
    Directive(
      "PrivateIPC", .boolean(since: 248, act: .share(.ipc, inode: nil)), theme: .processes,
      why: "shares no System V shared memory and no POSIX message queues with other services",
      blindSpot: "clients that talk to it through shared memory no longer find it"),
    Directive(
      "PrivatePIDs", .boolean(since: 257, act: .share(.pid, inode: nil)), form: .word, theme: .processes,
      why: "sees only its own processes, which end with its first",
      blindSpot: """
        process numbers that it writes to files or sends to others mean nothing to them; and systemd 257 at times takes its \
        main process for somebody else's ("not our child"), does not see it end, and kills it when it is to stop
        """,
      refusal: { $1.base["Type"]?.text == "forking" ? "not with Type=forking" : nil }),
    Directive(
      "ProtectProc",
      .ladder(
        ("noaccess", 247, .readProcess(1)), ("invisible", 247, .seeProcess(1)), ("ptraceable", 247, .seeProcess(1))),
      form: .word, needs: [.kernel(major: 5, minor: 8)], theme: .processes, weight: 1000,
      why: "cannot read other users' command lines, environment and open files in /proc",
      blindSpot: "monitoring that it does of other users' processes reports nothing, without an error"),
    Directive(
      "ProcSubset", .ladder(("pid", 247, .read(path: "/proc/meminfo"))), form: .word,
      needs: [.kernel(major: 5, minor: 8)], theme: .processes, weight: 10,
      why: "sees processes in /proc and nothing of the kernel's other files there",
      blindSpot: "programs that size themselves by /proc/meminfo or /proc/cpuinfo fall back to guesses"),
    Directive(
      "RestrictNamespaces", .set(RestrictNamespaces()), form: .namespaces, needs: [.seccomp], theme: .processes,
      why: "cannot make namespaces, the way to much of the kernel's least tested code",
      blindSpot: "a daemon that isolates its children with namespaces may quietly stop isolating them"),
    Directive(
      "RestrictRealtime", .boolean(since: 231, act: .becomeRealtime), needs: [.seccomp], theme: .processes, weight: 500,
      why: "cannot take the processor for itself with real-time scheduling",
      blindSpot: "time-critical threads silently run at normal priority"),
    Directive(
      "LockPersonality", .boolean(since: 235, act: .changePersonality), needs: [.seccomp], theme: .processes,
      weight: 100,
      why: "cannot switch to another ABI personality, or switch address randomisation off for what it runs"),
    Directive(
      "MemoryDenyWriteExecute", .boolean(since: 231, act: .mapWritableExecutable), needs: [.seccomp],
      theme: .processes, weight: 100,
      why: "cannot make memory that is writable and then executable, which injected code needs",
      blindSpot: "just-in-time compilers may fall back to interpreting: slower, with no error"),
    Directive(
      "Delegate", .ladder(("no", 218, .manageOwnControlGroup)), theme: .processes, weight: 100,
      why: "gets no control group subtree of its own to manage",
      blindSpot: "a daemon that puts its children into control groups of their own silently stops limiting them",
      manual: .resourceControl),
    Directive(
      "NotifyAccess",
      .ladder(("exec", 236, .notify(.child)), ("main", 208, .notify(.child)), ("none", 208, .notify(.main))),
      form: .word, theme: .processes, weight: 1000,
      why: "not every process of it can tell the manager that it is ready, alive, or has another main process",
      blindSpot: "status and watchdog messages from helper processes are ignored", manual: .service,
      refusal: { value, context in
        value == "none" && context.base["Type"]?.text?.hasPrefix("notify") ?? false ? "not with Type=notify" : nil
      }),
  ]
}
