import Sandboxing

/// What names that a program takes from the C library come to.
struct ImportedCalls: Sendable {
  /// Names of which each stands for the same.
  let names: Set<String>
  private let calls: [String]
  private let others: [(Use.Kind, String)]
  private let user: User

  /// To whom it is of use.
  private enum User {
    case everybody
    case root
    /// Not to root, nor to whoever is an ordinary user only by the sandbox.
    case others
  }

  private init(
    _ names: String, calls: String = "", _ others: [(Use.Kind, String)] = [], of user: User = .everybody
  ) {
    self.names = Set(names.split(whereSeparator: \.isWhitespace).map(String.init))
    self.calls = calls.split(whereSeparator: \.isWhitespace).map(String.init)
    self.others = others
    self.user = user
  }

  /// Whether it is of use to a service: to one that only its sandbox starts as an ordinary user, what is of root is not.
  func isOf(_ service: ServiceFacts) -> Bool {
    switch user {
    case .everybody: true
    case .root: service.staysRoot
    case .others: !service.context.runsAsRoot && !service.staysRoot
    }
  }

  /// What whoever has one of the names may do.
  func uses(from source: String) -> [Use] {
    others.map { Use($0.0, $0.1, from: source) } + Use.calls(calls, from: source)
  }

  private static let givingAway = "chown fchown lchown fchownat"
  private static let givingAwayCalls = "chown chown32 fchown fchown32 lchown lchown32 fchownat"

  static let all: [ImportedCalls] = [
    // syslog(3), getpwnam(3), getaddrinfo(3): over sockets of the journal, of name services, of the user database.
    ImportedCalls(
      """
      syslog vsyslog __syslog_chk __vsyslog_chk openlog sd_journal_print sd_journal_send sd_journal_sendv
      getaddrinfo gethostbyname gethostbyname2 gethostbyname_r gethostbyaddr getnameinfo getpwnam getpwnam_r getpwuid
      getpwuid_r getgrnam getgrnam_r getgrgid getgrgid_r getgrouplist initgroups
      """, [(.addressFamily, "AF_UNIX")]),
    // Who looks up a name goes on to talk to it, or to the server that knows it.
    ImportedCalls(
      """
      getaddrinfo gethostbyname gethostbyname2 gethostbyname_r res_query res_nquery res_search res_nsearch __res_query
      __res_nquery __res_search __res_nsearch
      """,
      [(.addressFamily, "AF_INET"), (.addressFamily, "AF_INET6"), (.peer, "whatever it looks up the name of")]),
    ImportedCalls("if_nameindex getifaddrs", [(.addressFamily, "AF_NETLINK")]),
    // sendfile(2): who sends files as they are sends those that somebody put where such things are (hier(7)).
    ImportedCalls("sendfile sendfile64", [(.readPath, "/srv"), (.readPath, "/var/www"), (.readPath, "/opt")]),
    // Plugins, where packages put them.
    ImportedCalls("dlopen", [(.program, "/usr/lib")]),
    ImportedCalls(
      "fsync fdatasync sync syncfs msync sync_file_range",
      calls: "fsync fdatasync sync syncfs msync sync_file_range sync_file_range2"),
    ImportedCalls(
      "signal sigaction sigprocmask pthread_sigmask sigsuspend sigaltstack sigwait sigwaitinfo sigtimedwait signalfd",
      calls: """
        rt_sigaction rt_sigprocmask rt_sigpending rt_sigsuspend rt_sigtimedwait rt_sigtimedwait_time64 sigaltstack
        signalfd signalfd4
        """),
    ImportedCalls("kill killpg tgkill pthread_kill sigqueue", calls: "kill tgkill tkill rt_sigqueueinfo"),
    // select(2), epoll(7): a way to wait that only some clients bring about.
    ImportedCalls("select pselect", calls: "select _newselect pselect6 pselect6_time64"),
    ImportedCalls("poll __poll_chk ppoll __ppoll_chk", calls: "poll ppoll ppoll_time64"),
    ImportedCalls(
      "epoll_create epoll_create1 epoll_wait epoll_pwait",
      calls: "epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2"),
    ImportedCalls("eventfd", calls: "eventfd eventfd2"),
    ImportedCalls(
      "io_setup io_submit io_queue_init", calls: "io_setup io_destroy io_submit io_getevents io_pgetevents io_cancel"),
    ImportedCalls(
      "io_uring_queue_init io_uring_queue_init_params io_uring_setup",
      calls: "io_uring_setup io_uring_enter io_uring_register"),
    ImportedCalls("mlock mlock2 mlockall", calls: "mlock mlock2 mlockall munlock munlockall"),
    ImportedCalls("times", calls: "times"),
    ImportedCalls("setrlimit setrlimit64 prlimit prlimit64", calls: "setrlimit prlimit64"),
    ImportedCalls("sched_setaffinity pthread_setaffinity_np", calls: "sched_setaffinity"),
    ImportedCalls("setpriority nice", calls: "setpriority nice"),
    ImportedCalls("shm_open memfd_create", calls: "memfd_create"),
    ImportedCalls("shmget shmat", calls: "shmget shmat shmdt shmctl"),
    ImportedCalls("semget semop", calls: "semget semop semtimedop semctl"),
    // GLib's g_spawn_sync(3) and its like tell by a pipe what became of the program that they run.
    ImportedCalls(
      """
      pipe pipe2 popen g_spawn_sync g_spawn_async g_spawn_async_with_fds g_spawn_async_with_pipes
      g_spawn_command_line_sync g_spawn_command_line_async g_subprocess_new g_subprocess_newv
      g_subprocess_launcher_spawn g_subprocess_launcher_spawnv
      """, calls: "pipe pipe2"),
    ImportedCalls(
      "setitimer alarm timer_create timerfd_create",
      calls: "setitimer alarm timer_create timer_settime timer_delete timerfd_create timerfd_settime"),
    ImportedCalls(
      "adjtimex adjtime clock_adjtime clock_settime settimeofday ntp_adjtime",
      calls: "adjtimex clock_adjtime clock_adjtime64 clock_settime clock_settime64 settimeofday",
      [(.capability, "CAP_SYS_TIME")]),
    // chown(2): who gives files away needs to be allowed to touch them afterwards.
    ImportedCalls(
      givingAway, calls: givingAwayCalls, [(.capability, "CAP_CHOWN")], of: .root),
    // chown(2): an owner may give a file to any group that it is in, and to itself, as copies of files are.
    ImportedCalls(givingAway, calls: givingAwayCalls, of: .others),
    ImportedCalls(
      "setuid seteuid setreuid setresuid setgid setegid setgroups initgroups",
      calls: """
        setuid setuid32 setreuid setreuid32 setresuid setresuid32 setgid setgid32 setregid setregid32 setresgid
        setresgid32 setgroups setgroups32
        """,
      [(.capability, "CAP_SETUID"), (.capability, "CAP_SETGID")], of: .root),
    // sd_bus_default(3), libdbus, GDBus.
    ImportedCalls(
      """
      sd_bus_default sd_bus_default_system sd_bus_open sd_bus_open_system sd_bus_open_system_with_description
      dbus_bus_get dbus_bus_get_private g_bus_get g_bus_get_sync g_bus_own_name g_dbus_proxy_new_for_bus
      g_dbus_proxy_new_for_bus_sync g_bus_watch_name
      """, [(.socket, ControlSockets.systemBus), (.addressFamily, "AF_UNIX")]),
    ImportedCalls("system popen", [(.program, "/usr/bin")]),
  ]
}
