import Testing

@testable import Trials

@Suite("How long a trial may take")
struct TimeLimitsTests {
  /// Those of a service that took 100 ms for everything.
  private var limits: TimeLimits {
    var timings = Timings()
    for part in Timings.parts { timings[keyPath: part] = .milliseconds(100) }
    return TimeLimits(from: [Timings(), timings])
  }

  @Test("follows from the slowest baseline")
  func slowest() {
    let limit = Duration.milliseconds(1400)
    #expect(limits.start == limit && limits.ready == limit && limits.probe == limit && limits.reload == limit)
    #expect(limits.stop == limit && limits.slowest?.start == .milliseconds(100))
  }

  @Test(
    "grows with how many want each processor, tenfold at most",
    arguments: [(0, 1400), (0.9, 1400), (1, 1400), (2.5, 3500), (10, 14000), (400, 14000)])
  func busyMachine(load: Double, milliseconds: Int) {
    let stretched = limits.stretched(by: load)
    let limit = Duration.milliseconds(milliseconds)
    #expect(stretched.start == limit && stretched.ready == limit && stretched.probe == limit)
    #expect(stretched.reload == limit && stretched.stop == limit)
    // What the service took without restrictions stays what it was.
    #expect(stretched.slowest == limits.slowest)
  }
}
