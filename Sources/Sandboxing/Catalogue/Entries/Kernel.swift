extension Catalogue {
  /// The kernel's own interfaces.
  static let kernel: [Directive] = [
    Directive(
      "ProtectKernelTunables", .boolean(since: 232, act: .write(path: "/proc/sys/kernel/domainname")), theme: .kernel,
      weight: 1000,
      why: "cannot change /proc/sys, /sys and the like, through which the kernel is told what to run and trust",
      blindSpot: "tuning that it does only at some loads (huge pages, somaxconn) is silently left out"),
    Directive(
      "ProtectKernelModules", .boolean(since: 232, act: .removeModule), theme: .kernel, weight: 1000,
      why: "cannot load kernel modules, nor read them",
      blindSpot: "modules that it loads on demand (a file system, a firewall table) must be loaded by someone else"),
    Directive(
      "ProtectKernelLogs", .boolean(since: 244, act: .readKernelLog), needs: [.seccomp], theme: .kernel, weight: 1000,
      why: "cannot read the kernel log, which gives away addresses and other services' doings, nor write to it"),
    Directive(
      "ProtectControlGroups",
      .ladder([
        // `private` is writable and `yes` is shared: neither contains the other; `strict` has both.
        Rung("yes", since: 232, act: .makeControlGroups, effects: ["read-only"]),
        Rung("private", since: 257, act: .share(.cgroup, inode: nil), effects: ["namespace"]),
        Rung("strict", since: 257, act: .share(.cgroup, inode: nil), effects: ["read-only", "namespace"]),
      ]),
      form: .booleanOrWord(.init("ProtectControlGroupsEx")), theme: .kernel, weight: 1000,
      why: "cannot lift its own limits or move processes between control groups"),
    Directive(
      "ProtectClock", .boolean(since: 245, act: .setClock), needs: [.seccomp], theme: .kernel, weight: 1000,
      why: "cannot set the system's or the hardware clock, on which certificates and logs rest"),
    Directive(
      "ProtectHostname", .ladder(("private", 258, .share(.uts, inode: nil)), ("yes", 242, .setHostname)),
      form: .booleanOrWord(.init("ProtectHostnameEx", takesArgument: true)), needs: [.seccomp], theme: .kernel,
      weight: 50,
      why: "cannot change the host's name for everyone",
      blindSpot: "a change of the host's name while it runs is not seen by it until it starts again"),
    Directive(
      "PrivateBPF", .boolean(since: 258, act: .read(path: "/sys/fs/bpf/\(Act.ownPrefix)-marker")), form: .word,
      theme: .kernel,
      why: "sees a BPF file system of its own: no pinned program or map of others"),
  ]
}
