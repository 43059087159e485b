import Sandboxing
import Foundation
import Profiles
import Testing

@testable import Reports

@Suite("The report of a find")
struct FindReportTests {
  struct Form: CustomTestStringConvertible, Sendable {
    let name: String
    let exporter: any Exporter<FindReport>
    var testDescription: String { name }
  }

  static let wide = Terminal(isInteractive: true, columns: 100)
  static let colored = Terminal(isInteractive: true, columns: 80, palette: .colored)
  static let narrow = Terminal(isInteractive: true, columns: 40)

  static func forms() throws -> [Form] {
    [
      Form(name: "find.txt", exporter: TerminalFind(for: wide)),
      Form(name: "find-everything.txt", exporter: TerminalFindInFull(for: wide)),
      Form(name: "find-narrow.txt", exporter: TerminalFind(for: narrow)),
      Form(name: "find.json", exporter: JSONFind()), Form(name: "find.md", exporter: MarkdownFind()),
      Form(name: "find.html", exporter: try HTMLFind()),
    ]
  }

  @Test("looks as it was recorded", arguments: try FindReportTests.forms())
  func snapshot(_ form: Form) throws {
    try expectSnapshot(form.exporter.text(of: Fixture.report), form.name)
  }

  @Test("of a saved profile says what can be said without the system", arguments: try FindReportTests.forms())
  func savedSnapshot(_ form: Form) throws {
    try expectSnapshot(form.exporter.text(of: Fixture.savedReport), "saved-\(form.name)")
  }

  @Test("holds nothing that a terminal would act on", arguments: try FindReportTests.forms())
  func textSafety(_ form: Form) throws {
    let text = try form.exporter.text(of: Fixture.report)
    let unsafe = text.unicodeScalars.filter { $0.drivesTerminals && $0 != "\n" }
    #expect(unsafe.isEmpty)
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
  }

  @Test("fits the terminal, but for lines to copy", arguments: [40, 60, 80, 200])
  func width(_ columns: Int) {
    let report = TerminalFind(for: Terminal(isInteractive: true, columns: columns)).text(of: Fixture.report)
    let long = report.split(separator: "\n").filter { $0.count > columns && !$0.contains("systemd-run") }
    #expect(long.isEmpty)
  }

  /// Recorded by `cinch find --profile` from Debian 12's packages, with health checks like those of Tests/Corpus.
  @Test("of a real daemon is one screen", arguments: ["nginx", "haproxy", "postgresql"])
  func oneScreen(_ name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots")
    let report = FindReport(try Profile(contentsOfFile: folder.appending(path: "profiles/\(name).yaml").path()))
    for isBelowDropIn in [false, true] {
      let exporter = TerminalFind(
        for: Terminal(isInteractive: true, columns: 80), isBelowDropIn: isBelowDropIn,
        next: ["cinch apply \(name).yaml: on the unit itself, taken back if it fails"])
      let text = exporter.text(of: report)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      #expect(lines.count <= 40)
      #expect(lines.allSatisfy { $0.columns <= 80 })
      try expectSnapshot(text, isBelowDropIn ? "\(name)-below-drop-in.txt" : "\(name).txt")
    }
  }

  @Test("stays one screen where there is much to warn of", arguments: ["nginx", "haproxy", "postgresql"])
  func warnings(_ name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots")
    var report = FindReport(try Profile(contentsOfFile: folder.appending(path: "profiles/\(name).yaml").path()))
    let text = String(repeating: "It has much that can be undone. ", count: 7)
    report.warnings += ["a", "b"].map {
      .undone(LintFinding(rule: $0, settings: ["User"], text: text, advice: "Leave one out."))
    }
    let page = TerminalFind(for: Terminal(isInteractive: true, columns: 80), next: ["cinch apply"]).text(of: report)
    #expect(page.split(separator: "\n", omittingEmptySubsequences: false).dropLast().count <= 40, "\(page)")
  }

  @Test("says of everything that is wrong what to do, however little room there is", arguments: [40, 60, 80, 200])
  func advice(_ columns: Int) {
    var report = Fixture.report
    let advice = "Set SocketMode=0660 and SocketGroup= in it, unless it is meant for everybody at all times."
    let text = String(repeating: "It has much that can be undone. ", count: 7)
    report.warnings = ["a", "b", "c"].map {
      .undone(LintFinding(rule: $0, settings: ["User"], text: text, advice: "\(advice) \($0)."))
    }
    let page = TerminalFind(for: Terminal(isInteractive: true, columns: columns)).text(of: report)
    let words = page.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for rule in ["a", "b", "c"] { #expect(words.contains("\(advice) \(rule).")) }
  }

  @Test("of a saved profile warns of what the fresh one warned of")
  func savedWarnings() throws {
    let saved = FindReport(try Profile(yaml: Fixture.profile.yaml(), file: "nginx.yaml"))
    #expect(saved.warnings.contains { if case .undone = $0 { true } else { false } })
    let aboutLines = Fixture.report.warnings.filter { if case .inexactCommands = $0 { true } else { false } }
    #expect(saved.warnings + aboutLines == Fixture.report.warnings)
  }

  @Test("is the same text with colours and without")
  func colors() {
    let plain = TerminalFind(for: Terminal(isInteractive: true, columns: 80)).text(of: Fixture.report)
    let colored = TerminalFind(for: Self.colored).text(of: Fixture.report)
    #expect(colored != plain)
    #expect(colored.replacing(/\u{1b}\[[0-9]+m/, with: "") == plain)
  }

  @Test("in HTML has no tag, entity or attribute that is not the template's")
  func markup() throws {
    let html = try HTMLFind().text(of: Fixture.report)
    #expect(!html.contains("<script"))
    #expect(html.contains("&lt;script&gt;"))
    let attributes = html.matches(of: /<[a-z][^>]*onmouseover/)
    #expect(attributes.isEmpty)
    #expect(!html.contains(/src=|url\(|@import/), "it loads nothing")
  }

  @Test("in JSON gives the texts back as they came")
  func lossless() throws {
    let json = try JSONFind().text(of: Fixture.report)
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let profile = object?["profile"] as? [String: Any]
    let rejected = profile?["rejected"] as? [[String: Any]]
    let evidence = rejected?.last?["evidence"] as? [String: Any]
    #expect(evidence?["probeOutput"] as? String == Fixture.rejections.last?.evidence.probeOutput)
  }
}
