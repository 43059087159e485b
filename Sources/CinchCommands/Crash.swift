import Glibc

/// The end of this process by a signal of its own: a trap of Swift's, or of a library that could have no memory or thread.
enum Crash {
  /// Has such an end be the exit status that says so, and not that of a signal, which nobody who waits for Cinch expects.
  /// What Swift's runtime would do (SWIFT_BACKTRACE) is left to whoever asks for it.
  static func prepare() {
    guard getenv("SWIFT_BACKTRACE") == nil else { return }
    // A stack that has run over is no place to run a handler on.
    let size = 1 << 16
    var stack = stack_t(ss_sp: malloc(size), ss_flags: 0, ss_size: size)
    if stack.ss_sp != nil { sigaltstack(&stack, nil) }
    var action = sigaction()
    action.sa_flags = CInt(SA_ONSTACK)
    action.__sigaction_handler.sa_handler = { _ in
      Crash.sentence.withUTF8Buffer { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
      _exit(ExitStatus.bug.rawValue)
    }
    for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE] { sigaction(signal, &action, nil) }
  }

  private static let sentence: StaticString =
    "cinch: A defect of Cinch, or memory or a thread that could not be had, has ended it: try again, and report it.\n"
}
