import Testing

@testable import Trials

@Suite("The reason of a failure")
struct FailureReasonTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    var journal: [String] = []
    var severe: [String]?
    var output: String?
    var call: String?
    var usual: [String] = []
    let says: String
    let source: FailureReason.Source
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "is not what passing trials say as well",
      journal: [
        #"nginx: nginx: [warn] the "user" directive makes sense only if the master process runs with super-user privileges"#,
        #"nginx: 2026/11/27 18:21:05 [emerg] 57#57: chown("/var/lib/nginx/body", 33) failed (1: Operation not permitted)"#,
        "systemd: nginx.service: Control process exited, code=exited, status=1/FAILURE",
      ],
      usual: [
        #"nginx: nginx: [warn] the "user" directive makes sense only if the master process runs with super-user privileges"#
      ],
      says: #"[emerg] chown("/var/lib/nginx/body", 33) failed (1: Operation not permitted)"#, source: .service),
    Case(
      name: "is what could not be done, not what follows from it",
      journal: [
        "haproxy: [NOTICE]   (31) : New worker (33) forked",
        "haproxy: [ALERT]    (33) : Cannot chroot(/var/lib/haproxy)",
        "haproxy: [ALERT]    (31) : Current worker (33) exited with code 1 (Exit)",
        "haproxy: [ALERT]    (31) : exit-on-failure: killing every processes with SIGTERM",
      ], usual: ["haproxy: [NOTICE]   (77) : New worker (78) forked"],
      says: "[ALERT] Cannot chroot(/var/lib/haproxy)", source: .service),
    Case(
      name: "is the last denial of several",
      journal: ["d: open a: Permission denied", "d: open b: Permission denied", "d: error: giving up"],
      says: "open b: Permission denied", source: .service),
    Case(
      name: "is what systemd could not set up",
      journal: [
        "(s-server): redis.service: Failed to set up standard input: Operation not permitted",
        "(s-server): redis.service: Failed at step STDIN spawning /usr/bin/redis: Operation not permitted",
        "systemd: redis.service: Failed with result 'exit-code'.",
      ], says: "redis.service: Failed to set up standard input: Operation not permitted", source: .service),
    Case(
      name: "is not a call name that systemd does not know",
      journal: ["systemd: redis.service: System call cachestat is not known, ignoring: Operation not permitted"],
      says: "the probe said unhealthy", source: .trial),
    Case(
      name: "is in the probe's words where only that failed", journal: ["d: ready"],
      output: "  % Total\ncurl: (7) Failed to connect\n\n", says: "curl: (7) Failed to connect", source: .probe),
    Case(
      name: "is the call that a process was ended for", call: "ptrace", says: "a process was ended for calling ptrace",
      source: .kernel),
    Case(
      name: "is what was logged as an error, whatever its words", journal: ["d: good morning", "d: that was it"],
      severe: ["d: good morning"], says: "good morning", source: .service),
    Case(name: "is what the trial saw where nobody says anything", says: "the probe said unhealthy", source: .trial),
  ]

  @Test(arguments: cases)
  func reason(_ test: Case) {
    let evidence = Evidence(
      phase: .health(1), reason: "the probe said unhealthy", probeOutput: test.output, deniedSystemCall: test.call,
      journal: test.journal, severe: test.severe)
    let reason = FailureReason(for: evidence, besides: Set(test.usual.map(LogLine.normalized)))
    #expect(reason.says == test.says)
    #expect(reason.source == test.source)
  }

  @Test(
    "Lines are alike but for times, process numbers, ports and identifiers",
    arguments: [
      (
        "2026/11/27 18:21:05 [emerg] 57#57: bind() to 127.0.0.1:8081",
        "2025/10/26 09:22:06 [emerg] 1234#99: bind() to 127.0.0.1:80"
      ),
      ("session 6f1a2b3c4d5e from 0x7ffd12", "session 0a9b8c7d6e5f from 0x55aa34"),
      ("31:C 27 Nov 2026", "99:C 28 Nov 2026"),
    ])
  func alike(_ one: String, _ other: String) {
    #expect(LogLine.normalized(one) == LogLine.normalized(other))
  }

  @Test(
    "Lines that say something else are not alike",
    arguments: [("exited with code 0", "exited with code 1"), ("decade", "facade"), ("worker started", "worker ended")])
  func unlike(_ one: String, _ other: String) {
    #expect(LogLine.normalized(one) != LogLine.normalized(other))
  }

  @Test(arguments: [
    ("[alert] unlink() \"/run/web.pid\" failed (13: Permission denied)", true),
    ("could not remove /run/web.pid: Operation not permitted", true),
    ("open() \"/run/web.pid\" failed (13: Permission denied)", false),
    ("could not remove /run/web.sock: Operation not permitted", false),
  ])
  func thatAFileCannotBeRemovedIsToldFromOtherTrouble(line: String, isSo: Bool) {
    #expect(Complaint.isAboutRemoving("/run/web.pid", line) == isSo)
  }
}
