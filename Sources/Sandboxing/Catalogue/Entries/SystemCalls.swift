extension Catalogue {
  /// System calls.
  static let systemCalls: [Directive] = [
    Directive(
      "SystemCallArchitectures", .ladder(("native", 209, .callForeignArchitecture)), form: .words, needs: [.seccomp],
      theme: .systemCalls, weight: 1000,
      why: "cannot get around filters through the 32-bit system calls, which are tested less",
      blindSpot: "32-bit programs that it runs die at once",
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
    Directive(
      "SystemCallFilter", .set(SystemCallFilter()), form: .systemCalls, needs: [.seccomp], theme: .systemCalls,
      why: "cannot reach the parts of the kernel that it never needs, whatever their bugs",
      blindSpot: "code that the health check does not exercise may need another call",
      breaks: .systemCalls,
      fails: .systemCalls,
      denies: .named(.systemCall, weight: .told)),
    Directive(
      "SystemCallErrorNumber", .set(SystemCallErrorNumber()), form: .errorNumber, needs: [.seccomp],
      theme: .systemCalls,
      why: "kill: an attempt at a denied call ends the process instead of letting it try the next",
      blindSpot: "EPERM: a program may go on without what it was denied and not say so",
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
  ]
}
