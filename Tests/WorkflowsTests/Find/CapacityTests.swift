import Lab
import LabTesting
import Testing

@testable import Workflows

@Suite("How many labs a find uses")
struct CapacityTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var processors = 4
    var wanted = 0.0
    var memory: UInt64 = 16 << 30
    var load = Capacity.Load(memory: 100 << 20, processors: 0.25)
    var candidates = 200
    let jobs: Int
  }

  static let cases: [Case] = [
    Case(testDescription: "no more than are of use", processors: 16, jobs: 8),
    Case(testDescription: "no more than two on a processor", processors: 2, jobs: 4),
    Case(
      testDescription: "one on each processor where they never wait", load: .init(memory: 1 << 20, processors: 1),
      jobs: 4),
    Case(testDescription: "half of the free memory is left alone", memory: 600 << 20, jobs: 4),
    Case(testDescription: "one where there is no memory for two", memory: 100 << 20, jobs: 1),
    Case(testDescription: "one where nobody knows how much memory there is", memory: 0, jobs: 1),
    Case(testDescription: "few on a busy machine", wanted: 4, load: .init(memory: 1 << 20, processors: 0.5), jobs: 2),
    Case(testDescription: "one for a handful of restrictions", candidates: 15, jobs: 1),
    Case(testDescription: "two for twice a dozen", candidates: 24, jobs: 2),
  ]

  @Test("As many as memory and processors allow, and are of use", arguments: cases)
  func jobs(case: Case) {
    let capacity = Capacity(processors: `case`.processors, wanted: `case`.wanted, memory: `case`.memory)
    #expect(capacity.jobs(of: `case`.load, candidates: `case`.candidates) == `case`.jobs)
  }

  @Test("This machine has processors and memory")
  func now() {
    let capacity = Capacity.now
    #expect(capacity.processors >= 1)
    #expect(capacity.memory > 0)
  }

  @Test("What a lab takes is counted", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
  func usage() async throws {
    try await TestLabs.withLab { lab in
      let before = try #require(lab.usage)
      _ = try await lab.run([
        "bash", "-c", "for ((i = 0; i < 100000; i++)); do :; done; head -c 32M /dev/zero >/run/file",
      ])
      _ = try await lab.run([
        "systemd-run", "--wait", "--quiet", "bash", "-c", "for ((i = 0; i < 300000; i++)); do :; done",
      ])
      let after = try #require(lab.usage)
      #expect(after.processorTime > before.processorTime)
      #expect(after.peakMemory >= 32 << 20)
    }
  }
}
