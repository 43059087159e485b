import Glibc
import Lab

/// Labs for tests: where they can be made, and of what.
public enum TestLabs {
  /// Whether this process may make labs at all. Tests of real labs are for root alone.
  public static var arePossible: Bool { geteuid() == 0 }

  /// What to say where they are not.
  public static let reason = "needs root: a lab is made of namespaces and mounts"

  @TaskLocal private static var isInLab = false

  /// The built `cinch`.
  public static let cinch = program("cinch")

  /// A built program, which stands beside the one that runs the tests.
  public static func program(_ name: String) -> String {
    guard let path = realpath("/proc/self/exe", nil) else { return name }
    defer { free(path) }
    let program = String(cString: path)
    return program[...(program.lastIndex(of: "/") ?? program.startIndex)] + name
  }

  /// The roots to make labs of: the machine's own, and a tree where the environment variable CINCH_TEST_TREE names one.
  public static let roots: [String] = ["/"] + (getenv("CINCH_TEST_TREE").map { [String(cString: $0)] } ?? [])

  /// A configuration whose own processes are the built `cinch`.
  public static func configuration(
    root: String = "/", layout: Lab.Layout? = nil, allow: Set<Lab.Allowance> = [], limits: Lab.Limits = Lab.Limits(),
    hostName: String? = nil
  ) -> Lab.Configuration {
    Lab.Configuration(
      root: root, layout: layout, allow: allow, limits: limits, hostName: hostName, executable: cinch)
  }

  /// Puts what was built where a lab does not see it, since it has a /tmp of its own, at the same place in the lab.
  private static func bringPrograms(into lab: Lab) throws {
    for path in [cinch, program("cinch-act"), program("needy")] where access(lab.root + path, X_OK) != 0 {
      try lab.copyIn(path, to: path)
    }
  }

  /// Runs a test in a fresh lab, which is stopped whatever comes of the test. Of tests that run at the same time only a
  /// few have labs at the same time: the kernel admits about twenty, and others may want some.
  public static func withLab<Result: Sendable>(
    _ configuration: Lab.Configuration = TestLabs.configuration(), _ body: (Lab) async throws -> Result
  ) async throws -> Result {
    // A test that has a lab already gets its second one at once, or two such tests could wait for each other.
    if isInLab { return try await withFreshLab(configuration, body) }
    await LabSlots.shared.take()
    do {
      let result = try await $isInLab.withValue(true) { try await withFreshLab(configuration, body) }
      await LabSlots.shared.give()
      return result
    } catch {
      await LabSlots.shared.give()
      throw error
    }
  }

  private static func withFreshLab<Result: Sendable>(
    _ configuration: Lab.Configuration, _ body: (Lab) async throws -> Result
  ) async throws -> Result {
    try await Lab.with(configuration) { lab in
      try bringPrograms(into: lab)
      return try await body(lab)
    }
  }
}
