import Profiles
import Foundation
import Testing
import Trials
import Workflows

@testable import Reports

@Suite("The report of a batch")
struct BatchReportTests {
  static func figures(kept: Int, broken: [String]? = nil) -> BatchOutcome.Figures {
    var figures = BatchOutcome.Figures()
    figures.kept = kept
    figures.trials = 74
    if let broken {
      figures.broken = broken.map(Fixture.restriction)
      figures.gained = []
    } else {
      figures.rejected = 12
      figures.exposure = Exposure(tenthsBefore: 96, tenthsAfter: 16)
    }
    return figures
  }

  /// A find with everything that can become of a service, and with text that a hostile one wrote.
  static let find = BatchReport(
    .find,
    BatchSummary(
      outcomes: [
        BatchOutcome(name: "nginx", unit: "nginx.service", .ok, figures: figures(kept: 133), seconds: 136.2),
        BatchOutcome(
          name: "redis", unit: "redis-server.service", .undecided, reason: "no trial could tell of UMask=0077",
          figures: figures(kept: 9), seconds: 31),
      ]
        + BatchOutcome.Status.allCases.filter { !$0.isResult }.map {
          BatchOutcome(
            name: "x-\($0.rawValue.prefix(3))", unit: "x.service", $0, reason: "it is \($0) \(Fixture.escape)",
            seconds: 0.4)
        }, earlier: ["nginx"]), seconds: 170.6)

  static let check = BatchReport(
    .check,
    BatchSummary(
      outcomes: [
        BatchOutcome(name: "nginx", unit: "nginx.service", .ok, figures: figures(kept: 133, broken: []), seconds: 9),
        BatchOutcome(
          name: "redis", unit: "redis-server.service", .regression,
          reason: "does not work with PrivateUsers=yes any more \(Fixture.markup)",
          figures: figures(kept: 8, broken: ["PrivateUsers=yes"]), seconds: 21),
      ]), seconds: 30)

  static let apply = BatchReport(
    .apply, BatchSummary(outcomes: [BatchOutcome(name: "nginx", unit: "nginx.service", .ok, seconds: 2)]), seconds: 2)

  static let nothing = BatchReport(.find, BatchSummary(outcomes: []), seconds: 0)

  static let all = [find, check, apply, nothing]

  @Test("looks on a terminal as it was recorded", arguments: all.indices)
  func terminal(index: Int) throws {
    let text = TerminalBatch(for: Terminal(isInteractive: false)).text(of: Self.all[index])
    #expect(!text.contains("\u{1b}"))
    try expectSnapshot(text, "batch-\(["find", "check", "apply", "nothing"][index]).txt")
  }

  @Test("in JSON is as its schema says", arguments: all.indices)
  func json(index: Int) throws {
    let text = try JSONBatch().text(of: Self.all[index])
    #expect(try JSONSchema(named: "batch").complaints(about: text) == [])
    #expect(!text.contains("\u{1b}"))
  }

  @Test("in JSON would not be as the schema says with a word too many or too few")
  func schemaIsStrict() throws {
    let schema = try JSONSchema(named: "batch")
    let text = try JSONBatch().text(of: Self.check)
    for (old, new) in [
      ("\"status\"", "\"state\""), ("\"ok\"", "\"fine\""), ("\"version\" : 1", "\"version\" : 2"),
      ("\"earlier\" : false", "\"earlier\" : 0.5"),
    ] {
      let changed = text.replacing(old, with: new)
      #expect(changed != text)
      #expect(try !schema.complaints(about: changed).isEmpty, "\(old)")
    }
  }

  @Test("for test runners is as JUnit's schema says", arguments: all.indices)
  func junit(index: Int) throws {
    let text = JUnitFile().text(of: [JUnitSuite(Self.all[index])])
    #expect(try XMLSchema(named: "junit").complaint(about: text) == nil)
  }

  @Test("for test runners would not be as the schema says with another element")
  func junitSchemaIsStrict() throws {
    let text = JUnitFile().text(of: [JUnitSuite(Self.check)]).replacing("failure", with: "failed")
    #expect(try XMLSchema(named: "junit").complaint(about: text) != nil)
  }

  @Test("for test runners tells what failed from what has no result")
  func junitOutcomes() {
    let cases = JUnitSuite(Self.find).cases + JUnitSuite(Self.check).cases
    let outcomes = cases.map { test in
      switch test.outcome {
      case .passed: "passed"
      case .failed: "failed"
      case .broken: "error"
      case .skipped: "skipped"
      }
    }
    #expect(
      outcomes == ["passed", "error", "failed", "error", "error", "error", "error", "error", "passed", "failed"])
  }

  static let plan = BatchPlan(
    .check,
    ["nginx", "redis"].map { name in
      let request = FindRequest(service: .unit("\(name).service"), check: HealthCheck())
      return (
        BatchService(name: name, request: request),
        name == "redis" ? BatchOutcome(name: name, unit: "\(name).service", .ok, seconds: 1) : nil
      )
    })

  @Test("that is still to be made says what would be done")
  func plan() throws {
    try expectSnapshot(TerminalBatchPlan(for: Terminal(isInteractive: false)).text(of: Self.plan), "batch-plan.txt")
    let text = try JSONBatchPlan().text(of: Self.plan)
    #expect(try JSONSchema(named: "batch-plan").complaints(about: text) == [])
  }
}
