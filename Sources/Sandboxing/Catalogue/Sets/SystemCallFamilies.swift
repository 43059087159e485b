/// Calls that do the same: which of them a program makes depends on the C library's version, the kernel's, and the
/// processor's. A filter keeps or denies them together, or the next upgrade breaks the service.
///
/// So do calls that only together do what they are for. A program that handles signals, and is denied to mask them or to
/// wait for them with a mask, misses one now and then (sigsuspend(2), "Notes"): a race that no health check can see.
enum SystemCallFamilies {
  /// The calls of a family, the given one among them; just it where it has no siblings.
  static func siblings(of call: String) -> [String] { byCall[call] ?? [call] }

  private static let byCall: [String: [String]] = families.reduce(into: [:]) { byCall, family in
    for call in family { byCall[call] = family }
  }

  /// From the kernel's newer and wider variants of its calls (syscalls(2), "history"), and what glibc and musl make of
  /// one function on different processors.
  private static let families: [[String]] =
    """
    open openat openat2 creat
    stat stat64 lstat lstat64 fstat fstat64 newfstatat fstatat64 statx oldstat oldlstat oldfstat
    statfs statfs64 fstatfs fstatfs64
    access faccessat faccessat2
    chmod fchmod fchmodat fchmodat2
    chown chown32 lchown lchown32 fchown fchown32 fchownat
    link linkat
    symlink symlinkat
    readlink readlinkat
    unlink unlinkat rmdir
    rename renameat renameat2
    mkdir mkdirat
    mknod mknodat
    truncate truncate64 ftruncate ftruncate64
    getdents getdents64
    utime utimes utimensat utimensat_time64 futimesat
    getxattr lgetxattr fgetxattr getxattrat
    setxattr lsetxattr fsetxattr setxattrat
    listxattr llistxattr flistxattr listxattrat
    removexattr lremovexattr fremovexattr removexattrat
    pread64 preadv preadv2
    pwrite64 pwritev pwritev2
    lseek _llseek
    dup dup2 dup3
    pipe pipe2
    fcntl fcntl64
    fadvise64 fadvise64_64 arm_fadvise64_64
    sync_file_range sync_file_range2
    sendfile sendfile64
    select _newselect pselect6 pselect6_time64
    poll ppoll ppoll_time64
    epoll_create epoll_create1
    epoll_wait epoll_pwait epoll_pwait2 epoll_wait_old
    epoll_ctl epoll_ctl_old
    eventfd eventfd2
    signalfd signalfd4
    inotify_init inotify_init1
    accept accept4
    send sendto sendmsg sendmmsg
    recv recvfrom recvmsg recvmmsg recvmmsg_time64
    fork vfork clone clone3
    wait4 waitid waitpid
    execve execveat
    tkill tgkill
    signal sigaction rt_sigaction sigprocmask rt_sigprocmask sigpending rt_sigpending sigsuspend rt_sigsuspend
    rt_sigtimedwait rt_sigtimedwait_time64
    setuid setuid32
    setreuid setreuid32
    setresuid setresuid32
    setgid setgid32
    setregid setregid32
    setresgid setresgid32
    setgroups setgroups32
    setfsuid setfsuid32
    setfsgid setfsgid32
    getgroups getgroups32
    setrlimit prlimit64
    sched_setscheduler sched_setparam sched_setattr
    sched_getscheduler sched_getparam sched_getattr
    sched_rr_get_interval sched_rr_get_interval_time64
    settimeofday clock_settime clock_settime64
    clock_adjtime clock_adjtime64 adjtimex
    timer_settime timer_settime64
    timer_gettime timer_gettime64
    timerfd_settime timerfd_settime64
    timerfd_gettime timerfd_gettime64
    mq_timedsend mq_timedsend_time64
    mq_timedreceive mq_timedreceive_time64
    semop semtimedop semtimedop_time64
    io_getevents io_pgetevents io_pgetevents_time64
    mlock mlock2
    uname olduname oldolduname
    umount umount2
    setpriority nice
    """.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
}
