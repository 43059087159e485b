extension Directive {
  /// Whether it filters system calls (seccomp(2)). The error with which filtered calls end filters none.
  public var filtersCalls: Bool { needs.contains(.seccomp) && name != SystemCallErrorNumber.name }
}

extension Platform {
  /// Whether systemd filters an ordinary user's calls only together with `NoNewPrivileges=`, be that set or not: the kernel
  /// asks for either that or privileges, which it keeps until there since 255 (systemd.exec(5), seccomp(2)).
  public var filtersBringNoNewPrivileges: Bool { systemdVersion < 255 }
}
