extension Catalogue {
  /// The kernel's own interfaces.
  static let kernel: [Directive] = [
    Directive(
      "ProtectKernelTunables", .boolean(since: 232, act: .write(path: "/proc/sys/kernel/domainname")), form: .boolean,
      needs: [], theme: .kernel,
      weight: 1000,
      why: "cannot change /proc/sys, /sys and the like, through which the kernel is told what to run and trust",
      blindSpot: "tuning that it does only at some loads (huge pages, somaxconn) is silently left out",
      breaks: .unknown,
      fails: .seen,
      denies: .paths(
        // systemd.exec(5), `ProtectKernelTunables=`.
        [.writtenPath],
        below: [
          "yes": [
            "/proc/sys", "/sys", "/proc/sysrq-trigger", "/proc/latency_stats", "/proc/acpi", "/proc/timer_stats",
            "/proc/fs", "/proc/irq",
          ]
        ], left: ["/sys/fs/cgroup"])),
    Directive(
      "ProtectKernelModules", .boolean(since: 232, act: .removeModule), form: .boolean, needs: [], theme: .kernel,
      weight: 1000,
      why: "cannot load kernel modules, nor read them",
      blindSpot: "modules that it loads on demand (a file system, a firewall table) must be loaded by someone else",
      breaks: .unknown,
      fails: .seen,
      denies: .of(
        capabilities: ["CAP_SYS_MODULE"], systemCalls: ["init_module", "finit_module", "delete_module"],
        paths: ["/usr/lib/modules", "/lib/modules"])),
    Directive(
      "ProtectKernelLogs", .boolean(since: 244, act: .readKernelLog), form: .boolean, needs: [.seccomp], theme: .kernel,
      weight: 1000,
      why: "cannot read the kernel log, which gives away addresses and other services' doings, nor write to it",
      blindSpot: nil,
      breaks: .unknown,
      fails: .seen,
      denies: .of(capabilities: ["CAP_SYSLOG"], systemCalls: ["syslog"], paths: ["/dev/kmsg", "/proc/kmsg"])),
    Directive(
      "ProtectControlGroups",
      .ladder([
        // `private` is writable and `yes` is shared: neither contains the other; `strict` has both.
        Rung("yes", since: 232, act: .makeControlGroups, effects: ["read-only"]),
        Rung("private", since: 257, act: .share(.cgroup, inode: nil), effects: ["namespace"]),
        Rung("strict", since: 257, act: .share(.cgroup, inode: nil), effects: ["read-only", "namespace"]),
      ]),
      form: .booleanOrWord(.init("ProtectControlGroupsEx")), needs: [], theme: .kernel, weight: 1000,
      why: "cannot lift its own limits or move processes between control groups",
      blindSpot: nil,
      breaks: .unknown,
      fails: .seen,
      denies: .paths([.writtenPath], below: ["read-only": ["/sys/fs/cgroup"]])),
    Directive(
      "ProtectClock", .boolean(since: 245, act: .setClock), form: .boolean, needs: [.seccomp], theme: .kernel,
      weight: 1000,
      why: "cannot set the system's or the hardware clock, on which certificates and logs rest",
      blindSpot: nil,
      breaks: .unknown,
      fails: .seen,
      denies: .of(
        capabilities: ["CAP_SYS_TIME", "CAP_WAKE_ALARM"],
        systemCalls: ["adjtimex", "clock_adjtime", "clock_settime", "settimeofday", "stime"])),
    Directive(
      "ProtectHostname", .ladder(("private", 258, .share(.uts, inode: nil)), ("yes", 242, .setHostname)),
      form: .booleanOrWord(.init("ProtectHostnameEx", takesArgument: true)), needs: [.seccomp], theme: .kernel,
      weight: 50,
      why: "cannot change the host's name for everyone",
      blindSpot: "a change of the host's name while it runs is not seen by it until it starts again",
      breaks: .unknown,
      fails: .seen,
      denies: .of(systemCalls: ["sethostname", "setdomainname"])),
    Directive(
      "PrivateBPF", .boolean(since: 258, act: .read(path: "/sys/fs/bpf/\(Act.ownPrefix)-marker")), form: .word,
      needs: [],
      theme: .kernel,
      why: "sees a BPF file system of its own: no pinned program or map of others",
      blindSpot: nil,
      breaks: .unknown,
      fails: .seen,
      denies: .of(paths: ["/sys/fs/bpf"])),
  ]
}
