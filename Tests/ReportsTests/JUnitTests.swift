import Foundation
import FoundationXML
import Testing

@testable import Reports

@Suite("JUnit's XML")
struct JUnitTests {
  static let suites = [
    JUnitSuite(
      "nginx.service",
      [
        .init("ProtectSystem=strict", .passed, seconds: 0.4126),
        .init(
          "PrivateUsers=yes",
          .failed("start: exited \(Fixture.escape)", details: "\(Fixture.markup)\n\(Fixture.tricky)")),
        .init("ProtectProc=\(Fixture.markup)", .skipped("not supported: needs systemd 257")),
      ]),
    JUnitSuite(
      "redis \(Fixture.tricky) \u{ffff}", [.init("redis.service", .broken("the baseline is unhealthy"), seconds: 61)]),
  ]

  @Test("looks as it was recorded")
  func snapshot() throws { try expectSnapshot(JUnitFile().text(of: Self.suites), "junit.xml") }

  @Test("is well formed, counts right, and gives every text back that XML can hold")
  func parsed() throws {
    let document = Document(JUnitFile().text(of: Self.suites))
    #expect(document.isWellFormed)
    #expect(document.elements.map(\.name).count { $0 == "testcase" } == 4)
    let all = try #require(document.elements.first { $0.name == "testsuites" })
    #expect(all.attributes == ["tests": "4", "failures": "1", "errors": "1", "time": "61.413"])
    let skipped = document.elements.filter { $0.name == "testsuite" }.map { $0.attributes["skipped"] ?? "" }
    #expect(skipped == ["1", "0"])
    #expect(document.elements.contains { $0.attributes["name"] == "ProtectProc=\(Fixture.markup)" })
    #expect(document.text.contains(Fixture.markup))
  }
}

/// An XML document, flat.
private final class Document: NSObject, XMLParserDelegate {
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  private(set) var text = ""
  private(set) var isWellFormed = false

  init(_ xml: String) {
    super.init()
    let parser = XMLParser(data: Data(xml.utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) { elements.append((name, attributes)) }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
