import Profiles
import Sandboxing
import Testing
import Trials

@testable import Reports

@Suite("An answer about what is asked for by itself")
struct AnswerTests {
  private static let groups = [
    "@default": ["brk"], "@mount": ["mount", "umount2"],
    "@process": ["fork", "kill", "sched_setscheduler", "unshare", "vfork"],
    "@privileged": ["chown", "mount", "setuid"],
    "@system-service": ["fork", "kill", "chown", "sched_setscheduler", "setuid", "unshare", "vfork"],
    "@known": [
      "acct", "brk", "chown", "fork", "kill", "mount", "sched_setscheduler", "setuid", "umount2", "unshare", "vfork",
    ],
  ]

  private static func rejection(_ text: String, _ denies: String) -> Rejection {
    Rejection(
      Fixture.restriction(text), because: FailureReason(denies: denies, says: "no", source: .trial),
      evidence: Evidence(phase: .start, reason: "it exited"),
      proof: .init(of: .empty, besides: .init("", ""), kept: .empty))
  }

  private static let profile: Profile = {
    var profile = Fixture.profile
    profile.kept = Sandbox(
      ["SystemCallFilter=@system-service", "SystemCallFilter=~@mount", "User=www-data", "ProtectClock=yes"].map(
        Fixture.restriction)
        + profile.kept.restrictions)
    profile.rejected = [
      rejection("SystemCallFilter=~@process", "it calls fork"),
      rejection("SystemCallFilter=~@privileged", "it calls setuid, chown"),
      rejection("RestrictAddressFamilies=none", "it needs sockets of AF_INET"),
      rejection("RestrictAddressFamilies=~AF_INET", "it needs sockets of AF_INET"),
    ]
    profile.withheld = [
      Withheld(Fixture.restriction("RestrictAddressFamilies=~AF_UNIX"), seen: "it sent", probe: "ask")
    ]
    profile.observed.systemCalls = ["chown"]
    profile.observed.user = "www-data"
    profile.observed.group = "www-data"
    return profile
  }()

  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let verdict: Explanation.Answer.Verdict
    let says: String
    var restrictions: [String]?
    var testDescription: String { name }
  }

  @Test(
    "says what becomes of it, and by which restriction",
    arguments: [
      Case(
        name: "umount2", verdict: .denied, says: "by SystemCallFilter=@system-service, and by one other",
        restrictions: ["SystemCallFilter=@system-service", "SystemCallFilter=~@mount"]),
      Case(name: "acct", verdict: .denied, says: "systemd 252.39-1~deb12u1"),
      // In the group, and not in what the reason names.
      Case(
        name: "vfork", verdict: .allowed, says: "~@process denies it and was rejected: it calls fork",
        restrictions: ["SystemCallFilter=~@process"]),
      Case(name: "unshare", verdict: .allowed, says: "; denied all the same: what takes CAP_SYS_ADMIN"),
      Case(name: "sched_setscheduler", verdict: .allowed, says: "real-time scheduling (by RestrictRealtime=)"),
      Case(name: "kill", verdict: .allowed, says: "~@process"),
      Case(name: "chown", verdict: .allowed, says: "is known to make this call"),
      Case(name: "brk", verdict: .allowed, says: "@default", restrictions: []),
      Case(name: "@mount", verdict: .denied, says: "~@mount", restrictions: ["SystemCallFilter=~@mount"]),
      Case(name: "@system-service", verdict: .allowed, says: "nothing in the profile denies any"),
      Case(name: "@privileged", verdict: .allowed, says: "1 of its 3 calls are denied otherwise"),
      Case(
        name: "~CAP_SYS_ADMIN", verdict: .denied, says: "by CapabilityBoundingSet=~CAP_SYS_ADMIN",
        restrictions: ["CapabilityBoundingSet=~CAP_SYS_ADMIN"]),
      // systemd takes it away with the clock.
      Case(name: "CAP_WAKE_ALARM", verdict: .denied, says: "by ProtectClock=yes", restrictions: ["ProtectClock=yes"]),
      Case(name: "CAP_BPF", verdict: .allowed, says: "nothing in the profile"),
      Case(
        name: "AF_INET", verdict: .allowed, says: "~AF_INET denies it and was rejected",
        restrictions: ["RestrictAddressFamilies=~AF_INET"]),
      Case(name: "AF_UNIX", verdict: .allowed, says: "RestrictAddressFamilies=none"),
    ])
  func answers(_ test: Case) throws {
    let answer = try #require(Explanation.Answer(about: test.name, in: Self.profile, groups: Self.groups))
    #expect(answer.verdict == test.verdict)
    #expect(answer.reason.contains(test.says), "\(answer.reason)")
    let restrictions = answer.explanations.flatMap(\.entries).map(\.restriction.description)
    if let expected = test.restrictions { #expect(restrictions == expected) }
  }

  @Test("tells of what passed and was not kept")
  func withheld() throws {
    var profile = Self.profile
    profile.rejected = []
    let answer = try #require(Explanation.Answer(about: "AF_UNIX", in: profile, groups: Self.groups))
    #expect(answer.verdict == .withheld)
    #expect(answer.reason.contains("probe: ask"))
  }

  @Test("is none where nobody knows the name", arguments: ["CAP_XYZZY", "xyzzy", "@xyzzy", "AF_FOO", "www-data", ""])
  func unknown(_ name: String) {
    #expect(Explanation.Answer(about: name, in: Self.profile, groups: Self.groups) == nil)
  }

  @Test("says whose groups of system calls it goes by, where they are not the profile's")
  func otherSystemd() {
    func reason(_ name: String) -> String? {
      Explanation.Answer(about: name, in: Self.profile, groups: Self.groups, of: "257")?.reason
    }
    #expect(reason("vfork")?.hasSuffix("groups of calls are those of systemd 257") == true)
    #expect(reason("CAP_BPF")?.contains("257") == false)
  }

  @Test("comes first on a terminal, and has a key of its own for programs")
  func shown() throws {
    let answer = try #require(Explanation.Answer(about: "vfork", in: Self.profile, groups: Self.groups))
    let report = Report(answer.explanations, answering: answer)
    let text = try report.text(as: .text, for: Terminal(isInteractive: false))
    #expect(text.hasPrefix("vfork: allowed\n") && text.contains("failed at start: it exited"))
    #expect(try report.text(as: .json, for: Terminal(isInteractive: false)).contains("\"verdict\" : \"allowed\""))
  }

  @Test("of a directive that follows from others names them", arguments: ["AmbientCapabilities", "Group"])
  func following(_ directive: String) throws {
    let explanations = Explanation.all(in: Self.profile, of: Selection(parsing: directive))
    let entry = try #require(explanations.first?.entries.first)
    guard case .other("follows", let reason) = entry.fate else {
      Issue.record("\(entry.fate)")
      return
    }
    #expect(reason.contains("User="))
  }
}
