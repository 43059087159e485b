import Sandboxing
import Testing

@testable import Trials

@Suite("A run that passed")
struct BehaviourDifferenceTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// The runs without restrictions.
    var usual: [TrialReport] = [run(), run()]
    let now: TrialReport
    var leavesRoot = false
    let differences: Set<BehaviourDifference>
  }

  private static func run(_ change: (inout TrialReport) -> Void = { _ in }) -> TrialReport {
    var report = TrialReport(verdict: .passed, timings: Timings())
    report.runtime.processes = 3
    report.runtime.threads = 7
    report.runtime.mapsWritableExecutable = true
    report.runtime.addressFamilies = ["AF_INET", "AF_INET6"]
    report.runtime.listeners = ["tcp:127.0.0.1:80", "udp:0.0.0.0:40000"]
    report.runtime.mappedFiles = ["/usr/lib/a.so"]
    report.timings.slowestProbe = .milliseconds(100)
    report.complaints = ["always late"]
    change(&report)
    return report
  }

  static let cases = [
    Case(testDescription: "like all others differs in nothing", now: run(), differences: []),
    Case(
      testDescription: "lacks what all others had",
      now: run {
        $0.runtime.mapsWritableExecutable = false
        $0.runtime.addressFamilies = ["AF_INET"]
        $0.runtime.listeners = []
        $0.runtime.mappedFiles = []
        $0.runtime.processes = 2
        $0.runtime.threads = 6
      },
      differences: [
        BehaviourDifference(.executableMemory), BehaviourDifference(.addressFamily, "AF_INET6"),
        BehaviourDifference(.listener, "tcp:127.0.0.1:80"), BehaviourDifference(.mappedFile, "/usr/lib/a.so"),
        BehaviourDifference(.processes), BehaviourDifference(.threads),
      ]),
    Case(
      testDescription: "may lack what some others lacked",
      usual: [
        run(),
        run {
          $0.runtime.mapsWritableExecutable = false
          $0.runtime.processes = 2
          $0.runtime.mappedFiles = []
        },
      ],
      now: run {
        $0.runtime.mapsWritableExecutable = false
        $0.runtime.processes = 1
        $0.runtime.mappedFiles = []
      }, differences: []),
    Case(
      testDescription: "may have more", now: run { $0.runtime.processes = 9 }, differences: []),
    Case(
      testDescription: "complains of what no other does", now: run { $0.complaints.insert("denied") },
      differences: [BehaviourDifference(.complaint, "denied")]),
    Case(
      testDescription: "may say that it is not root where it was told not to be",
      now: run { $0.complaints.insert("it makes sense only with super-user privileges") }, leavesRoot: true,
      differences: []),
    Case(
      testDescription: "takes several times as long", now: run { $0.timings.slowestProbe = .milliseconds(800) },
      differences: [BehaviourDifference(.slowness, "answer to a probe")]),
    Case(
      testDescription: "may take a little longer", now: run { $0.timings.slowestProbe = .milliseconds(600) },
      differences: []),
    Case(
      testDescription: "may take its time to be started in its sandbox", now: run { $0.timings.start = .seconds(9) },
      differences: []),
  ]

  @Test("is compared with those without restrictions", arguments: cases)
  func compared(case: Case) {
    let comparison = BehaviourComparison(with: `case`.usual)
    #expect(comparison.differences(in: `case`.now, leavingRoot: `case`.leavesRoot) == `case`.differences)
  }
}
