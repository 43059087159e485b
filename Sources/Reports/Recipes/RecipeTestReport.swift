import Profiles
import Workflows

/// Tests of recipes as a terminal shows them: a line for each, failures with their reasons.
public struct TerminalRecipeTests: Exporter {
  private let terminal: Terminal

  /// A report for one terminal.
  public init(for terminal: Terminal) { self.terminal = terminal }

  /// Those that were tried first.
  public func text(of tests: [RecipeTest]) -> String {
    var page = Page(for: terminal)
    page.heading("\(counted(tests.count { $0.passed }, "recipe")) passed of \(tests.count { $0.unit != nil }) tried")
    for test in tests {
      let name = test.recipe.name.terminalSafe
      let unit = (test.unit ?? "").terminalSafe
      switch test.outcome {
      case .noUnit: continue
      case .passed(let rating):
        page.entry(name, "\(unit): passes\(rating.map { ", \($0.phrase)" } ?? "")", column: 22, name: .good)
      case .failed(let reason): page.entry(name, "\(unit): \(reason.terminalSafe)", column: 22, name: .bad)
      }
    }
    let left = tests.filter { $0.unit == nil }.map(\.recipe.name.terminalSafe)
    if !left.isEmpty {
      page.heading("\(left.count) not tried", "no unit that they are for is here")
      page.paragraph(left.joined(separator: ", "))
    }
    return page.text
  }
}

/// Tests of recipes for programs: an array with an object for each.
///
/// - `recipe`, `unit`: what was tried on what; `unit` is missing where there is none;
/// - `outcome`: `passed`, `failed` or `no-unit`; `reason`: why it failed;
/// - `notices`, `of`, `missed`: what it notices, where it was rated.
public struct JSONRecipeTests: Exporter {
  /// A report for programs.
  public init() {}

  /// The value as JSON.
  public func text(of tests: [RecipeTest]) throws -> String { try JSONText(payload(of: tests)).text }

  func payload(of tests: [RecipeTest]) -> any Encodable { tests.map(Row.init) }

  private struct Row: Encodable {
    let recipe: String
    let unit: String?
    let outcome: String
    var reason: String?
    var notices: Int?
    var of: Int?
    var missed: [CheckRating.Missed]?

    init(_ test: RecipeTest) {
      recipe = test.recipe.name
      unit = test.unit
      switch test.outcome {
      case .noUnit: outcome = "no-unit"
      case .failed(let why):
        outcome = "failed"
        reason = why
      case .passed(let rating):
        outcome = "passed"
        notices = rating?.noticed.count
        of = rating?.count
        missed = rating?.missed
      }
    }
  }
}

extension RecipeTest {
  fileprivate var passed: Bool { if case .passed = outcome { true } else { false } }
}
