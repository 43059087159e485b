import Testing
import Sandboxing

@Suite struct TerminalSafeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let line: String
  }

  static let cases: [Case] = [
    Case(testDescription: "plain", text: "Grüße, 世界 🙂", line: "Grüße, 世界 🙂"),
    Case(testDescription: "colours", text: "\u{1b}[31mred\u{1b}[0m", line: "\\x1b[31mred\\x1b[0m"),
    Case(testDescription: "window title", text: "\u{1b}]0;owned\u{7}", line: "\\x1b]0;owned\\x07"),
    Case(testDescription: "eight-bit CSI", text: "\u{9b}2J", line: "\\x9b2J"),
    Case(testDescription: "lines", text: "one\r\ntwo\tthree", line: "one\\r\\ntwo\\tthree"),
    Case(testDescription: "reversed", text: "a\u{202e}b\u{2066}c", line: "a\\u{202e}b\\u{2066}c"),
    Case(testDescription: "invisible", text: "a\u{200b}\u{feff}b", line: "a\\u{200b}\\u{feff}b"),
    Case(testDescription: "Unicode's line breaks", text: "a\u{2028}b\u{85}", line: "a\\u{2028}b\\x85"),
    Case(testDescription: "nothing", text: "", line: ""),
  ]

  @Test(arguments: cases) func spellsOutWhatATerminalWouldActOn(_ example: Case) {
    #expect(example.text.terminalSafe == example.line)
    #expect(example.line.terminalSafe == example.line)
  }

  @Test func linesStayLinesWhereAsked() {
    #expect("one\n\ttwo\u{1b}c\r\n".terminalSafeLines == "one\n\ttwo\\x1bc\\r\n")
  }
}
