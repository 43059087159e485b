import Sandboxing
import Testing
import Trials

@testable import Workflows

@Suite("What passes although the service was seen to use it")
struct BlindSpotsTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var runtime = RuntimeObservation()
    let restriction: Restriction
    /// What the report says was seen; nil where the restriction is kept.
    let seen: String?

    init(_ description: String, _ restriction: Restriction, seen: String?, _ see: (inout RuntimeObservation) -> Void) {
      testDescription = description
      self.restriction = restriction
      self.seen = seen
      see(&runtime)
    }
  }

  static let cases: [Case] = [
    Case("a listener without a network", Restriction("PrivateNetwork", "yes"), seen: "it listens on tcp:5432") {
      $0.observation.boundPorts = ["tcp:5432"]
    },
    Case(
      "a client without a network", Restriction("PrivateNetwork", "yes"), seen: "it was connected to 127.0.0.1:5432"
    ) { $0.connections = ["127.0.0.1:5432"] },
    Case("who was seen to talk to nobody", Restriction("PrivateNetwork", "yes"), seen: nil) { _ in },
    Case("another family", Restriction("RestrictAddressFamilies", "~AF_INET6"), seen: nil) {
      $0.connections = ["127.0.0.1:5432"]
      $0.addressFamilies = ["AF_INET"]
    },
    Case(
      "its own family", Restriction("RestrictAddressFamilies", "~AF_INET"), seen: "it was connected to 127.0.0.1:5432"
    ) {
      $0.connections = ["127.0.0.1:5432"]
      $0.addressFamilies = ["AF_INET"]
    },
    Case(
      "a directory that it wrote in", Restriction("ReadWritePaths", "~/var/lib/app"), seen: "it wrote in /var/lib/app"
    ) { $0.observation.writtenDirectories = ["/var/lib/app"] },
    Case(
      "a program that it ran", Restriction("ExecPaths", "~/usr/lib/app"), seen: "it ran /usr/lib/app/helper"
    ) { $0.programs = ["/usr/lib/app/helper"] },
    Case("a directory above its program's", Restriction("ExecPaths", "~/usr/lib"), seen: nil) {
      $0.programs = ["/usr/lib/app/helper"]
    },
    Case("namespaces that it made", Restriction("RestrictNamespaces", "yes"), seen: "it made namespaces (net, user)") {
      $0.namespaces = ["user", "net"]
    },
    Case("one of them", Restriction("RestrictNamespaces", "~net"), seen: "it made namespaces (net)") {
      $0.namespaces = ["user", "net"]
    },
    Case(
      "memory that it writes and executes", Restriction("MemoryDenyWriteExecute", "yes"),
      seen: "it has memory that is writable and executable, as compilers at run time do"
    ) { $0.mapsWritableExecutable = true },
    Case("what the machine has", Restriction("ProcSubset", "pid"), seen: "it read /proc/meminfo") {
      $0.systemFiles = ["/meminfo"]
    },
    Case("nothing of that", Restriction("ProcSubset", "pid"), seen: nil) { $0.systemFiles = [] },
    Case("none of it", Restriction("MemoryDenyWriteExecute", "yes"), seen: nil) { _ in },
    Case("another type", Restriction("RestrictNamespaces", "~pid"), seen: nil) { $0.namespaces = ["user", "net"] },
  ]

  @Test("is not kept, and the report says what was seen and which probe would show it", arguments: cases)
  func withheld(case: Case) {
    let context = ServiceContext(platform: Platform(systemdVersion: 252))
    let withheld = BlindSpots.withheld(from: Sandbox([`case`.restriction]), after: `case`.runtime, on: context)
    #expect(withheld.map(\.seen) == (`case`.seen.map { [$0] } ?? []))
    #expect(withheld.allSatisfy { $0.restriction == `case`.restriction && !$0.probe.isEmpty })
  }
}
