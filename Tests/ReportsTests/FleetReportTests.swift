import Foundation
import Profiles
import Sandboxing
import Testing

@testable import Reports

@Suite("Many results in one picture")
struct FleetReportTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots/profiles")
  static let names = ["haproxy", "nginx", "postgresql"]

  static func file(_ name: String) -> String { folder.appending(path: "\(name).yaml").path() }

  /// Three daemons on two hosts, of which one needs less; and one whose name is not what it seems.
  static func report() throws -> FleetReport {
    var reader = DigestReader()
    var results: [FleetResult] = []
    for name in names {
      var digest = try reader.digest(of: file(name))
      results.append(FleetResult(host: "alpha", file: "alpha/\(name).yaml", digest))
      digest.rejected.removeFirst()
      results.append(FleetResult(host: "beta", file: "beta/\(name).yaml", digest))
    }
    var odd = try reader.digest(of: file("nginx"))
    odd.unit = "odd</script><script>.service"
    odd.exposure = nil
    results.append(FleetResult(host: "</title>", file: "odd.yaml", odd))
    return FleetReport(results, unread: [.init(file: "x.yaml", reason: "x.yaml is <b>no</b> profile")])
  }

  @Test("is read without the evidence, and says the same as the whole profile", arguments: names)
  func digest(_ name: String) throws {
    let profile = try Profile(contentsOfFile: Self.file(name))
    var reader = DigestReader()
    #expect(try reader.digest(of: Self.file(name)) == ProfileDigest(profile))
    #expect(try reader.digest(of: Self.file(name)) == ProfileDigest(profile), "once more, from what is known")
  }

  struct OtherForm: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let change: @Sendable (String) -> String
  }

  static let otherForms = [
    OtherForm(testDescription: "with a list in braces") {
      $0.replacing("withheld:\n", with: "excluded: [{restriction: KeyringMode=private, reason: asked}]\nwithheld:\n")
    },
    OtherForm(testDescription: "with a quoted key") { $0.replacing("kept:\n", with: "\"kept\":\n") },
    OtherForm(testDescription: "with comments") { $0.replacing("\n- restriction", with: "\n# why\n- restriction") },
    OtherForm(testDescription: "without reasons beside the evidence") { text in
      text.replacing(/\n {2}because:\n( {4}.*\n)+/, with: "\n")
    },
  ]

  @Test("is read as well where somebody has written it in another form", arguments: otherForms)
  func otherForm(_ form: OtherForm) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    let text = try String(contentsOfFile: Self.file("nginx"), encoding: .utf8)
    let changed = form.change(text)
    #expect(changed != text)
    try changed.write(to: file, atomically: true, encoding: .utf8)
    var reader = DigestReader()
    #expect(try reader.digest(of: file.path()) == ProfileDigest(try Profile(contentsOfFile: file.path())))
  }

  @Test(
    "says why a file cannot be read",
    arguments: ["kept: [", "cinch: 99\nservice: {}\n", "hello", "cinch: 1\nkept: 7\n"])
  func unreadable(_ text: String) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try text.write(to: file, atomically: true, encoding: .utf8)
    var reader = DigestReader()
    #expect(throws: ProfileError.self) { try reader.digest(of: file.path()) }
  }

  @Test("tells for each directive what came of it")
  func states() throws {
    let report = try Self.report()
    let nginx = try #require(report.services.first { $0.unit == "nginx.service" })
    #expect(nginx.state(of: "NoNewPrivileges") == .kept)
    #expect(nginx.state(of: "CapabilityBoundingSet") == .partly)
    #expect(nginx.state(of: "PrivateNetwork") == .differs, "one host needs it, and the other does not say")
    #expect(nginx.results.map { $0.states["PrivateNetwork"] } == [.rejected, nil])
    #expect(nginx.needs.first?.need.restriction.description == "PrivateNetwork=yes")
    #expect(nginx.needs.first?.results == [0])
    #expect(Set(FleetState.allCases.map(\.letter)).count == FleetState.allCases.count)
  }

  @Test("looks on a terminal as it was recorded")
  func text() throws {
    let terminal = Terminal(isInteractive: true, columns: 100)
    try expectSnapshot(TerminalFleet(for: terminal).text(of: Self.report()), "fleet.txt")
  }

  @Test("in JSON has every result")
  func json() throws {
    let object =
      try JSONSerialization.jsonObject(with: Data(JSONFleet().text(of: Self.report()).utf8)) as? [String: Any]
    let services = try #require(object?["services"] as? [[String: Any]])
    #expect(services.count == 4)
    let nginx = try #require(services.first { $0["unit"] as? String == "nginx.service" })
    let results = try #require(nginx["results"] as? [[String: Any]])
    #expect(results.map { $0["host"] as? String } == ["alpha", "beta"])
    #expect((results[0]["directives"] as? [String: String])?["PrivateNetwork"] == "rejected")
  }

  @Test("as a page loads nothing, and nothing in it can end an element")
  func page() throws {
    let html = try HTMLFleet().text(of: Self.report())
    #expect(html.matches(of: /<\/script>/).count == 2, "those of the template")
    #expect(!html.contains("</title><") && !html.contains("<b>no"))
    #expect(!html.contains(#/ src=|url\(|@import|href=/#))
    let data = try #require(html.firstMatch(of: /<script type="application\/json" id="data">(.*)<\/script>/)?.1)
    let object = try JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any]
    #expect((object?["services"] as? [Any])?.count == 4)
  }

  @Test("as a page lets only its own script run")
  func policy() throws {
    let html = try HTMLFleet().text(of: Self.report())
    let allowed = try #require(html.firstMatch(of: /script-src 'sha256-([^']*)'/)?.1)
    let script = Self.folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Reports/Fleet/fleet.js")
    #expect(String(allowed) == (try sha256(of: script)), "the template has to have the digest of the script as it is")
  }

  /// The digest as a page's policy writes it (CSP Level 3, 4.1): coreutils reckon it.
  private func sha256(of file: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/sha256sum")
    process.arguments = [file.path()]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let hexadecimal = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).prefix(64)
    process.waitUntilExit()
    var rest = hexadecimal[...]
    var bytes: [UInt8] = []
    while let byte = UInt8(rest.prefix(2), radix: 16) {
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return Data(bytes).base64EncodedString()
  }
}

@Suite("Findings for code scanning")
struct SARIFTests {
  static let unit = "# ours\n[Unit]\nDescription=x\n[Service]\nProtectSystem=strict\nExecStart=/bin/x\n"
  static let profile = "cinch: 1\nkept:\n- ProtectSystem=yes\n- CapabilityBoundingSet=~CAP_CHOWN\n"

  static func finding(_ restriction: String, in file: String, _ level: SARIFFinding.Level = .error) -> SARIFFinding {
    SARIFFinding(
      unit: "x.service", file: file, restriction: Fixture.restriction(restriction), level: level, text: Fixture.tricky)
  }

  static func log(_ findings: [SARIFFinding], failures: [String] = []) throws -> String {
    try SARIFFile { $0.hasSuffix(".service") ? unit : $0 == "missing" ? nil : profile }
      .text(of: SARIFFindings(findings, failures: failures))
  }

  @Test("are as the standard wants them, as far as they use it")
  func schema() throws {
    let findings = [
      Self.finding("ProtectSystem=strict", in: "units/x.service"),
      Self.finding("CapabilityBoundingSet=~CAP_CHOWN", in: "/etc/cinch/profiles/a b.yaml", .warning),
      Self.finding("PrivateTmp=yes", in: "missing", .note),
    ]
    let schema = try JSONSchema(named: "sarif")
    for (findings, failures) in [([], []), (findings, []), (findings, ["y.service: it is gone"])] {
      #expect(try schema.complaints(about: Self.log(findings, failures: failures)) == [])
    }
    let text = try Self.log(findings)
    #expect(!text.unicodeScalars.contains { $0.drivesTerminals && $0 != "\n" })
    #expect(text.contains("file:///etc/cinch/profiles/a%20b.yaml"))
  }

  struct Place: Sendable {
    let restriction: String
    let file: String
    let line: Int
  }

  @Test(
    "stand at the line that has the restriction",
    arguments: [
      Place(restriction: "ProtectSystem=strict", file: "x.service", line: 5),
      Place(restriction: "ProtectSystem=full", file: "x.service", line: 5),
      Place(restriction: "PrivateTmp=yes", file: "x.service", line: 4),
      Place(restriction: "CapabilityBoundingSet=~CAP_CHOWN", file: "x.yaml", line: 4),
      Place(restriction: "PrivateTmp=yes", file: "missing", line: 1),
    ])
  func line(_ place: Place) throws {
    let log = try Self.log([Self.finding(place.restriction, in: place.file)])
    #expect(log.contains("\"startLine\" : \(place.line)\n"))
  }
}
