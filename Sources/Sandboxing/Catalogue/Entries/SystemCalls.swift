extension Catalogue {
  /// System calls.
  static let systemCalls: [Directive] = [
    Directive(
      "SystemCallArchitectures", .ladder(("native", 209)), form: .words, needs: [.seccomp], theme: .systemCalls,
      weight: 1000,
      why: "cannot get around filters through the 32-bit system calls, which are tested less",
      blindSpot: "32-bit programs that it runs die at once")
  ]
}
