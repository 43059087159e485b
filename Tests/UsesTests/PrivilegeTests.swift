import Sandboxing
import Testing
import Uses

@Suite("What a service does that only the privileged may")
struct PrivilegeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let runtime: RuntimeObservation
    let uses: Set<Use>
    let properties: [String: BusValue]

    init(
      _ description: String, _ uses: [(Use.Kind, String)], because phrase: String,
      by properties: [String: BusValue] = [:],
      _ change: (inout RuntimeObservation) -> Void
    ) {
      var runtime = RuntimeObservation()
      runtime.madeFiles = []
      change(&runtime)
      (testDescription, self.runtime, self.properties) = (description, runtime, properties)
      self.uses = Set(uses.map { Use($0, $1, from: phrase) })
    }
  }

  static let cases = [
    Case(
      "a thread before all others",
      [(.setting, "RestrictRealtime"), (.capability, "CAP_SYS_NICE"), (.systemCall, "sched_setscheduler")],
      because: "one of its threads has real-time priority"
    ) { $0.hasRealtimeThreads = true },
    Case("a thread that the unit puts before all others", [], because: "", by: ["CPUSchedulingPolicy": .int32(1)]) {
      $0.hasRealtimeThreads = true
    },
    Case(
      "a thread that gets more of the processor", [(.capability, "CAP_SYS_NICE"), (.systemCall, "setpriority")],
      because: "one of its threads has the nice value -5"
    ) { $0.lowestNice = -5 },
    Case("as much of the processor as the unit gives", [], because: "", by: ["Nice": .int32(-5)]) {
      $0.lowestNice = -5
    },
    Case(
      "memory that stays", [(.capability, "CAP_IPC_LOCK"), (.systemCall, "mlockall"), (.setting, "PrivateUsers")],
      because: "it has locked memory"
    ) { $0.locksMemory = true },
    Case(
      "packets of a device",
      [(.capability, "CAP_NET_RAW"), (.addressFamily, "AF_PACKET"), (.setting, "PrivateNetwork")],
      because: "it takes packets as they are (AF_PACKET)"
    ) { $0.rawFamilies = ["AF_PACKET"] },
    Case(
      "packets of a protocol",
      [(.capability, "CAP_NET_RAW"), (.addressFamily, "AF_INET6"), (.setting, "IPAddressDeny")],
      because: "it takes packets as they are (AF_INET6)"
    ) { $0.rawFamilies = ["AF_INET6"] },
    Case("a network of its own", [(.capability, "CAP_SYS_ADMIN")], because: "it made namespaces (net)") {
      $0.namespaces = ["net"]
    },
    Case("a network of its own among users of its own", [], because: "") { $0.namespaces = ["net", "user"] },
    Case(
      "a look at others' processes", [(.setting, "ProtectProc"), (.setting, "PrivatePIDs")],
      because: "it read files of other processes in /proc"
    ) { $0.readsOtherProcesses = true },
    Case(
      "core files", [(.setting, "LimitCORE")], because: "it raised its own limit for core files",
      by: ["LimitCORESoft": .uint64(0)]
    ) { $0.mayDumpCore = true },
    Case("core files that the unit lets it have", [], because: "", by: ["LimitCORESoft": .uint64(.max)]) {
      $0.mayDumpCore = true
    },
  ]

  @Test("is known to use what that takes", arguments: cases)
  func uses(example: Case) throws {
    let fixture = try FixtureTree()
    withExtendedLifetime(fixture) {
      let service = ServiceFacts(
        context: ServiceContext(platform: SourceTests.platform, base: example.properties), unitText: "",
        runtime: example.runtime, tree: fixture.tree, staysRoot: true)
      let uses = Set(UseReaders.uses(of: service))
      #expect(uses.isSuperset(of: example.uses), "\(uses)")
      let privileges = uses.filter { $0.kind == .capability || $0.kind == .setting }
      #expect(!example.uses.isEmpty || privileges.isEmpty, "\(privileges)")
    }
  }
}
