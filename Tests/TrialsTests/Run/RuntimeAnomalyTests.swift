import Testing

@testable import Trials

@Suite("RuntimeAnomaly in a service that looks fine")
struct RuntimeAnomalyTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    /// Processes and the milliseconds that each has taken of processors.
    let before: [Int32: Int]
    let after: [Int32: Int]
    let shows: Set<RuntimeAnomaly>
  }

  static let cases: [Case] = [
    Case(testDescription: "none where nothing moves", before: [1: 10, 2: 0], after: [1: 10, 2: 0], shows: []),
    Case(testDescription: "none while it only grows", before: [1: 10], after: [1: 10, 2: 0], shows: []),
    Case(testDescription: "none while it only shrinks", before: [1: 10, 2: 0], after: [1: 10], shows: []),
    Case(
      testDescription: "a worker that died and was replaced", before: [1: 10, 2: 0], after: [1: 10, 3: 0],
      shows: [.crashLoop]),
    Case(testDescription: "a little work", before: [1: 0], after: [1: 10], shows: []),
    Case(testDescription: "a loop on a busy machine", before: [1: 0], after: [1: 30], shows: [.busyLoop]),
    Case(
      testDescription: "work shared by processes, one of them new", before: [1: 100], after: [1: 115, 2: 15],
      shows: [.busyLoop]),
    Case(
      testDescription: "what somebody did who is gone", before: [1: 0, 2: 500], after: [1: 0], shows: []),
  ]

  @Test("shows between two looks, a tenth of a second apart", arguments: cases)
  func shows(case: Case) {
    let now = ContinuousClock.now
    let table = { (moment: ContinuousClock.Instant, times: [Int32: Int]) in
      ProcessTable(at: moment, processorTimes: times.mapValues { .milliseconds($0) })
    }
    let (before, after) = (table(now, `case`.before), table(now + .milliseconds(100), `case`.after))
    #expect(Set(RuntimeAnomaly.allCases.filter { $0.shows(from: before, to: after) }) == `case`.shows)
  }
}
