import Profiles
import Sandboxing
import Testing
import Trials

@testable import Reports
@testable import Workflows

@Suite("Warnings about a result")
struct FindWarningTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let change: @Sendable (inout Profile) -> Void
    let expected: [FindWarning]
    var testDescription: String { name }
  }

  /// A result that there is nothing to say about.
  static let sound: Profile = {
    var profile = Fixture.profile
    profile.healthCheck = HealthCheck(probes: [.http("http://localhost/")])
    profile.withheld = []
    profile.undecided = []
    profile.notEnforced = []
    profile.undone = []
    return profile
  }()

  @Test(
    "are given where there is a reason, and only there",
    arguments: [
      Case(name: "nothing to say", change: { _ in }, expected: []),
      Case(name: "no probe", change: { $0.healthCheck.probes = [] }, expected: [.noProbe]),
      Case(name: "no restart", change: { $0.healthCheck.restart = false }, expected: [.noRestart]),
      Case(
        name: "a single call", change: { $0.kept = $0.kept.adding(Restriction("SystemCallFilter", "~ptrace")) },
        expected: [.singleCalls]),
      Case(
        name: "a group of calls", change: { $0.kept = $0.kept.adding(Restriction("SystemCallFilter", "~@mount")) },
        expected: []),
      Case(name: "never run as a whole", change: { $0.confirmed.passes = 0 }, expected: [.notConfirmed]),
      Case(
        name: "failed once as a whole", change: { $0.confirmed.failures = 1 }, expected: [.unsteady(failures: 1, of: 3)]
      ),
      Case(
        name: "undecided", change: { $0.undecided = [Restriction("UMask", "0077")] }, expected: [.undecided(1)]),
      Case(
        name: "not enforced", change: { $0.notEnforced = Fixture.profile.notEnforced }, expected: [.notEnforced(1)]),
      Case(name: "withheld", change: { $0.withheld = Fixture.profile.withheld }, expected: [.withheld(1)]),
    ])
  func warnings(_ test: Case) {
    var profile = Self.sound
    test.change(&profile)
    #expect(FindReport(profile).warnings == test.expected)
  }

  @Test("have distinct names for programs")
  func kinds() {
    let all: [FindWarning] = [
      .noProbe, .noRestart, .singleCalls, .notConfirmed, .unsteady(failures: 1, of: 2), .withheld(1), .undecided(1),
      .notEnforced(1), .inexactCommands([]),
      .undone(LintFinding(rule: "way-out", settings: [], text: "", advice: "")),
    ]
    #expect(Set(all.map(\.kind)).count == all.count)
  }
}
