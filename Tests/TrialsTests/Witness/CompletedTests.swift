import Sandboxing
import Testing

@testable import Trials

@Suite("A restriction without an act of its own")
struct CompletedTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let siblings: [Enforcement]
    let expected: Enforcement?
    var testDescription: String { name }
  }

  @Test(
    "fares as the worst of its directive's others",
    arguments: [
      Case(name: "nothing is known of any", siblings: [], expected: nil),
      Case(name: "all are enforced", siblings: [.enforced, .enforced], expected: .enforced),
      Case(name: "one is not enforced", siblings: [.enforced, .notEnforced, .masked], expected: .notEnforced),
      Case(name: "a newer one is not supported", siblings: [.notSupported, .enforced], expected: .enforced),
    ])
  func siblings(_ test: Case) {
    let found = test.siblings.enumerated().map { (Restriction("Directive", "~member\($0.offset)"), $0.element) }
    let other = (Restriction("Other", "yes"), Enforcement.notEnforced)
    let unproven = Restriction("Directive", "~silent")
    let completed = Witness.completed(Dictionary(uniqueKeysWithValues: found + [other]), for: [unproven])
    #expect(completed[unproven] == test.expected)
    #expect(completed.count == found.count + 1 + (test.expected == nil ? 0 : 1))
  }
}
