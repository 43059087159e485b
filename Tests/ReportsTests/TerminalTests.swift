import Foundation
import Testing

@testable import Reports

@Suite("Terminals")
struct TerminalTests {
  struct Colors: CustomTestStringConvertible, Sendable {
    let name: String
    let environment: [String: String]
    var onTerminal = true
    let wanted: Bool
    var testDescription: String { name }
  }

  @Test(
    "have colours where systemd's tools have them",
    arguments: [
      Colors(name: "on a terminal", environment: ["TERM": "xterm"], wanted: true),
      Colors(name: "not in a file", environment: ["TERM": "xterm"], onTerminal: false, wanted: false),
      Colors(name: "not on a dumb terminal", environment: ["TERM": "dumb"], wanted: false),
      Colors(name: "not with NO_COLOR", environment: ["NO_COLOR": "1"], wanted: false),
      Colors(name: "not with SYSTEMD_COLORS=0", environment: ["SYSTEMD_COLORS": "0"], wanted: false),
      Colors(
        name: "even in a file with SYSTEMD_COLORS=1", environment: ["SYSTEMD_COLORS": "1", "NO_COLOR": "1"],
        onTerminal: false, wanted: true),
    ])
  func colors(_ test: Colors) {
    #expect(Palette.usesColor(onTerminal: test.onTerminal, test.environment) == test.wanted)
  }

  @Test("are as wide as they say, or else 80 columns")
  func width() {
    let pipe = Pipe().fileHandleForWriting
    #expect(Terminal(of: pipe.fileDescriptor, environment: ["COLUMNS": "132"]).columns == 132)
    #expect(Terminal(of: pipe.fileDescriptor, environment: ["COLUMNS": "many"]).columns == 80)
    #expect(!Terminal(of: pipe.fileDescriptor, environment: [:]).isInteractive)
  }

  @Test(
    "get text that fits, wide characters counted double",
    arguments: [
      ("sandbox", 7, "sandbox"), ("sandbox", 6, "sandb…"), ("sandbox", 0, ""), ("設定ファイル", 12, "設定ファイル"),
      ("設定ファイル", 8, "設定フ…"), ("the start did not end", 15, "the start did …"),
      ("the start did not end", 12, "the start …"), ("a incomprehensibilities", 12, "a incompreh…"),
    ])
  func fitting(_ text: String, _ columns: Int, _ expected: String) { #expect(text.fitted(to: columns) == expected) }

  @Test(
    "get the words of both ends where the middle has no room",
    arguments: [
      ("one two three", 13, "one two three"), ("one two three four five six", 17, "one … five six"),
      ("bind() to 0.0.0.0:80 failed (13: Permission denied)", 40, "bind() to … Permission denied)"),
      ("incomprehensibilities of it", 12, "incomprehen…"),
      ("[ALERT] [main] Cannot chroot(/var/lib/haproxy).", 40, "[ALERT] … chroot(/var/lib/haproxy)."),
    ])
  func fittingInMiddle(_ text: String, _ columns: Int, _ expected: String) {
    let fitted = text.fittedInMiddle(to: columns)
    #expect(fitted.columns <= columns)
    #expect(fitted == expected)
  }

  @Test(
    "get lines broken between words, and long words broken anywhere",
    arguments: [
      ("one two three", 8, ["one two", "three"]), ("", 8, [""]), ("0123456789ab c", 8, ["01234567", "89ab c"]),
    ])
  func wrapping(_ text: String, _ columns: Int, _ expected: [String]) { #expect(text.wrapped(to: columns) == expected) }

  @Test(
    "call exposures what systemd calls them",
    arguments: [
      (Decimal(0), "PERFECT"), (Decimal(1) / 10, "SAFE"), (Decimal(1), "OK"), (Decimal(49) / 10, "OK"),
      (Decimal(5), "MEDIUM"), (Decimal(75) / 10, "EXPOSED"), (Decimal(96) / 10, "UNSAFE"), (Decimal(10), "DANGEROUS"),
    ])
  func exposure(_ figure: Decimal, _ word: String) {
    let reading = ExposureReading(figure)
    #expect(reading.word == word)
    #expect(reading.bar(of: 10).count == 10)
  }
}
