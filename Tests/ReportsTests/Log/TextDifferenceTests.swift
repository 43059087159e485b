import Reports
import Testing

@Suite("The difference of two texts")
struct TextDifferenceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let old: String
    let new: String
    let difference: String
  }

  static let cases: [Case] = [
    Case(testDescription: "the same", old: "a\nb\n", new: "a\nb\n", difference: ""),
    Case(testDescription: "from nothing", old: "", new: "a\nb\n", difference: "+a\n+b\n"),
    Case(testDescription: "to nothing", old: "a\n", new: "", difference: "-a\n"),
    Case(testDescription: "a line changed", old: "a\nb\nc\n", new: "a\nx\nc\n", difference: " a\n-b\n+x\n c\n"),
    Case(testDescription: "a line inserted", old: "a\nc\n", new: "a\nb\nc\n", difference: " a\n+b\n c\n"),
    Case(testDescription: "an empty line", old: "a\n\nb\n", new: "a\nb\n", difference: " a\n-\n b\n"),
    Case(testDescription: "appended", old: "a\n", new: "a\nb\nc\n", difference: " a\n+b\n+c\n"),
    Case(testDescription: "no line break at the end", old: "a", new: "a\n", difference: ""),
  ]

  @Test("is told line by line", arguments: cases)
  func lines(_ example: Case) {
    #expect(TextDifference(from: example.old, to: example.new).text == example.difference)
  }
}
