import Sandboxing
import Testing

@Suite("What a service that fails under a restriction uses or needs")
struct FailureRuleTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let restriction: Restriction
    /// The phrase; nil where nothing is known.
    let need: String?
    let runtime: RuntimeObservation
    let base: [String: BusValue]
    /// What was said where it failed.
    let said: String

    init(
      _ description: String, _ restriction: Restriction, need: String?, base: [String: BusValue] = [:],
      said: String = "", _ see: (inout RuntimeObservation) -> Void = { _ in }
    ) {
      testDescription = description
      var runtime = RuntimeObservation()
      see(&runtime)
      (self.restriction, self.need, self.runtime, self.base, self.said) = (restriction, need, runtime, base, said)
    }
  }

  static let cases: [Case] = [
    Case("a path and nothing else", Restriction("InaccessiblePaths", "/var/www"), need: "it needs what is in /var/www"),
    Case(
      "the place of libraries", Restriction("ExecPaths", "~/usr/lib/x86_64-linux-gnu"),
      need: "it needs what is in /usr/lib/x86_64-linux-gnu"),
    Case("the place of its code", Restriction("ExecPaths", "~/opt/app"), need: "it runs code in /opt/app") {
      $0.observation.executedDirectories = ["/opt/app"]
    },
    Case(
      "memory that nobody saw", Restriction("MemoryDenyWriteExecute", "yes"),
      need: "it needs memory that is writable and executable"),
    Case(
      "memory that was seen", Restriction("MemoryDenyWriteExecute", "yes"), need: "it maps memory to write and execute"
    ) { $0.mapsWritableExecutable = true },
    Case("one family", Restriction("RestrictAddressFamilies", "~AF_INET"), need: "it needs sockets of AF_INET"),
    Case(
      "the family of systemd's socket", Restriction("RestrictAddressFamilies", "~AF_UNIX"),
      need: "it tells systemd over AF_UNIX when it is ready", base: ["Type": .string("notify")]),
    Case("homes that it could still read", Restriction("ProtectHome", "read-only"), need: nil),
    Case("homes", Restriction("ProtectHome", "yes"), need: "it needs what is in /home, /root or /run/user"),
    Case("empty homes", Restriction("ProtectHome", "tmpfs"), need: "it needs what is in /home, /root or /run/user"),
    Case(
      "calls of a group, first the one that was said", Restriction("SystemCallFilter", "~@setuid"),
      need: "it calls setuid, setgid", said: "setuid(33) failed (1: Operation not permitted)"
    ) { $0.systemCalls = ["setuid", "setgid", "accept4"] },
    Case("calls where nobody listened", Restriction("SystemCallFilter", "~@setuid"), need: nil),
    Case(
      "a capability by the port that takes it", Restriction("CapabilityBoundingSet", "~CAP_NET_BIND_SERVICE"),
      need: "it listens on tcp:80"
    ) { $0.observation.boundPorts = ["tcp:80", "tcp:8080"] },
    Case(
      "a capability in effect", Restriction("CapabilityBoundingSet", "~CAP_KILL"), need: "it holds CAP_KILL"
    ) { $0.effectiveCapabilities = 1 << 5 },
    Case("a capability that nothing speaks of", Restriction("CapabilityBoundingSet", "~CAP_KILL"), need: nil),
    Case("where it wrote", Restriction("ProtectSystem", "strict"), need: "it wrote in /var/lib/app") {
      $0.observation.writtenDirectories = ["/var/lib/app"]
    },
    Case("where it did not write", Restriction("ProtectSystem", "full"), need: nil) {
      $0.observation.writtenDirectories = ["/var/lib/app"]
    },
    Case("another user than root", Restriction("DynamicUser", "yes"), need: "it starts as root"),
  ]

  @Test("is told by its entry", arguments: cases)
  func need(case: Case) {
    let context = ServiceContexts.context(own: `case`.base)
    let candidate = Candidate(
      `case`.restriction, effects: Catalogue.effects(of: `case`.restriction, on: context), status: .candidate)
    let facts = FailureFacts(`case`.runtime, on: context, keeping: Sandbox([]), said: `case`.said)
    #expect(Catalogue.need(shownBy: candidate, knowing: facts) == `case`.need)
  }
}
