import Foundation
import Sandboxing
import Testing
import Trials

@testable import Workflows

@Suite("The question of a run")
struct RunQuestionTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let service: ServiceReference
    let expected: [String]
    var testDescription: String { name }
  }

  @Test(
    "is told by values that are written down, not by names in the source",
    arguments: [
      Case(
        name: "a unit", service: .unit("nginx.service"), expected: [#""unit":"nginx.service""#, #""form":"clone""#]),
      Case(name: "a file", service: .file(path: "/srv/a.service"), expected: [#""file":"/srv/a.service""#]),
      Case(name: "a command", service: .command(["sleep", "9"]), expected: [#""command":["sleep","9"]"#]),
    ])
  func encoded(_ test: Case) throws {
    var request = FindRequest(service: test.service, check: HealthCheck())
    request.scope.exclude = [try #require(Selection(parsing: "ProtectSystem=strict"))]
    let text = try RunRegistry.question(of: request, at: "lab /")
    for part in test.expected + [#""depth":"groups""#, #"{"directive":"ProtectSystem","value":"strict"}"#] {
      #expect(text.contains(part), "\(text)")
    }
    #expect(!text.contains("Scope(") && !text.contains("unit(\""), "\(text)")
  }

  @Test("keeps what a log says of a trial that passed")
  func usualLines() throws {
    let report = TrialReport(verdict: .passed, timings: Timings(), usualLines: ["nginx: started #", "nginx: ready"])
    let entry = try report.entry(.empty, for: .search, started: Date(timeIntervalSince1970: 0))
    #expect(TrialReport(entry)?.usualLines == report.usualLines)
  }
}
