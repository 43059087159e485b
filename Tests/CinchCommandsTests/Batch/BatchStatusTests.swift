import Testing
import Workflows

@testable import CinchCommands

@Suite("How a batch ends")
struct BatchStatusTests {
  /// Outcomes, and the status that they come to.
  struct Case: Sendable, CustomTestStringConvertible {
    let statuses: [BatchOutcome.Status]
    let status: CinchCommands.ExitStatus
    var testDescription: String { statuses.map(\.rawValue).joined(separator: ", ") }
  }

  @Test(
    "says the worst of it, and of what has no result what all have in common",
    arguments: [
      Case(statuses: [], status: .ok),
      Case(statuses: [.ok, .ok], status: .ok),
      Case(statuses: [.ok, .undecided], status: .incomplete),
      Case(statuses: [.undecided, .unhealthy], status: .unhealthy),
      Case(statuses: [.unhealthy, .ok, .unhealthy], status: .unhealthy),
      Case(statuses: [.unhealthy, .untestable], status: .failure),
      Case(statuses: [.failed, .undecided], status: .failure),
      Case(statuses: [.locked], status: .locked),
      Case(statuses: [.notPermitted], status: .notPermitted),
      Case(statuses: [.changed], status: .changed),
      Case(statuses: [.failed, .unhealthy, .regression, .ok], status: .regression),
    ])
  func combined(_ example: Case) { #expect(CinchCommands.ExitStatus(ofAll: example.statuses) == example.status) }
}
