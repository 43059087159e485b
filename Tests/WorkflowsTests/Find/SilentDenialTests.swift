import LabTesting
import Profiles
import Sandboxing
import Testing
import Trials
import Workflows

@Suite("What is denied in silence", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct SilentDenialTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Shell text of the service, which has a fallback for everything.
    let script: String
    let tried: String
    /// What is withheld, with what the report says; nothing where it is kept.
    let withheld: [String]
    var wanted = ""
    var besides = "LockPersonality"
  }

  static let cases = [
    Case(
      testDescription: "memory for code that is made, tried once",
      script: python("import mmap; mmap.mmap(-1, 4096, prot=7).close()"),
      tried: "MemoryDenyWriteExecute", withheld: ["MemoryDenyWriteExecute=yes"],
      wanted: "memory that is writable and executable"),
    Case(
      testDescription: "real-time scheduling",
      script: python("import ctypes as c; c.CDLL(None).sched_setscheduler(0, 1, c.byref(c.c_int(1)))"),
      tried: "RestrictRealtime",
      withheld: ["RestrictRealtime=yes"], wanted: "real-time scheduling"),
    Case(
      testDescription: "a socket of a family, by a helper that is gone at once",
      script: "for i in 1 2 3 4 5; do python3 -c 'import socket; socket.socket(socket.AF_NETLINK, 3)' 2>&1; done",
      tried: "RestrictAddressFamilies=~AF_NETLINK", withheld: ["RestrictAddressFamilies=~AF_NETLINK"],
      wanted: "a socket (AF_NETLINK)"),
    Case(
      testDescription: "a socket, by a helper that gives up for another reason before it asks",
      script: python("import os, socket; os.sched_setaffinity(0, [0]); socket.socket(socket.AF_NETLINK, 3)"),
      tried: "RestrictAddressFamilies=~AF_NETLINK", withheld: ["RestrictAddressFamilies=~AF_NETLINK"],
      wanted: "a socket (AF_NETLINK)", besides: "SystemCallFilter=~@resources"),
    Case(
      testDescription: "nothing", script: python("import mmap; mmap.mmap(-1, 4096).close()"),
      tried: "MemoryDenyWriteExecute", withheld: []),
  ]

  /// Of a process that is gone at once the kernel's word cannot be told whose it is.
  private static func python(_ text: String) -> String {
    "python3 -c 'import contextlib, time\nwith contextlib.suppress(OSError): \(text)\ntime.sleep(0.3)'"
  }

  @Test("is withheld with what the service asked for", arguments: cases)
  func withheld(case: Case) async throws {
    let unit = "[Service]\nType=exec\nExecStart=/bin/bash /usr/local/bin/tried\n"
    var request = FindRequest(
      service: .unit("tried.service"),
      check: HealthCheck(
        ready: "test -e /run/asked", probes: [.exec("true")], settle: .milliseconds(100), reload: false))
    request.scope.only = [`case`.tried, `case`.besides].compactMap { Selection(parsing: $0) }
    (request.margin, request.rehearsals.only) = (.none, [])
    let labs = UnitLabs(files: [
      "/usr/local/bin/tried": "\(`case`.script); touch /run/asked; exec sleep 1000\n",
      "/etc/systemd/system/tried.service": unit,
    ])
    let result = try await FindWorkflow(request, in: labs) { _ in }.run()
    let withheld = result.profile.withheld
    #expect(Set(withheld.map(\.restriction.description)) == Set(`case`.withheld), "\(withheld)")
    let seen = "it asked for \(`case`.wanted), and went on without"
    #expect(withheld.allSatisfy { $0.seen.contains(seen) }, "\(withheld)")
    #expect(result.kept.restrictions.contains { $0.directive == `case`.besides.prefix { $0 != "=" } })
    #expect(result.profile.confirmed.passes == request.confirmations)
  }
}
