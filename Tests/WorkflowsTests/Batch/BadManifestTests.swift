import Sandboxing
import Foundation
import Testing
import Trials
import Workflows

@Suite("A manifest that cannot be used")
struct BadManifestTests {
  /// A manifest, and what the sentence about it has to name.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let expected: @Sendable (String) -> ManifestError

    /// A bad value of a key in the only entry, which is called x.
    static func value(_ testDescription: String, _ key: String, _ value: String, _ problem: String) -> Case {
      let others = ["name", "unit"].filter { $0 != key }.map { "\($0): x" }.joined(separator: ", ")
      let label = key == "name" ? "'\(value.trimmingCharacters(in: ["'"]))'" : "'x'"
      return Case(testDescription: testDescription, text: "services: [{\(others), \(key): \(value)}]") {
        .invalid(file: $0, entry: label, key: key, problem: problem)
      }
    }
  }

  static let frame = [
    Case(testDescription: "empty", text: "") { .noServices(file: $0) },
    Case(testDescription: "a list", text: "- name: x") { .noServices(file: $0) },
    Case(testDescription: "a profile", text: "cinch: 1\nservice: {unit: x}") { .noServices(file: $0) },
    Case(testDescription: "no entries", text: "services: []") { .noServices(file: $0) },
    Case(testDescription: "two lists", text: "services: [{name: x, unit: x}]\nknown: []") {
      .invalid(file: $0, entry: nil, key: "known", problem: "'services' lists services already")
    },
    Case(testDescription: "services by name", text: "services: {x: {unit: x}}") {
      .invalid(file: $0, entry: nil, key: "services", problem: "it is not a list")
    },
    Case(testDescription: "an entry that is a text", text: "services: [{name: x, unit: x}, nginx]") {
      .invalid(file: $0, entry: "number 2", key: "services", problem: "it is not a mapping")
    },
    Case(testDescription: "no name", text: "services: [{unit: x}]") {
      .missing(file: $0, entry: "number 1", key: "name")
    },
    Case(testDescription: "no unit", text: "services: [{name: x}]") { .missing(file: $0, entry: "'x'", key: "unit") },
    Case(testDescription: "a name twice", text: "services: [{name: x, unit: a}, {name: x, unit: b}]") {
      .invalid(file: $0, entry: "'x'", key: "name", problem: "entry 'x' of \($0) has 'x' already")
    },
    Case(testDescription: "a unit twice", text: "services: [{name: x, unit: a}, {name: y, unit: a.service}]") {
      .invalid(file: $0, entry: "'y'", key: "unit", problem: "entry 'x' of \($0) has 'a.service' already")
    },
    Case(testDescription: "defaults for a list", text: "defaults: []\nservices: [{name: x, unit: x}]") {
      .invalid(file: $0, entry: nil, key: "defaults", problem: "it is not a mapping")
    },
    Case(testDescription: "a unit for all", text: "defaults: {unit: x}\nservices: [{name: x, unit: x}]") {
      .invalid(file: $0, entry: "'defaults'", key: "unit", problem: "each service has its own")
    },
    Case(testDescription: "a bad default", text: "defaults: {reload: maybe}\nservices: [{name: x, unit: x}]") {
      .invalid(file: $0, entry: "'defaults'", key: "reload", problem: "it is not true or false")
    },
    Case(testDescription: "aliases", text: "services: [&a {name: x, unit: x}, *a]") {
      .invalid(file: $0, entry: nil, key: "&", problem: "a manifest has no anchors and aliases; use 'defaults'")
    },
  ]

  static let values = [
    Case.value("an empty unit", "unit", "", "it is not a text"),
    Case.value("a list for a text", "ready", "[a]", "it is not a text"),
    Case.value("a mapping for a list", "health", "{a: b}", "it is not a text"),
    Case.value("nothing in a list", "setup", "[a, ~]", "it is not a text"),
    Case.value("no number", "ready_timeout_s", "soon", "it is not a number of seconds from 0 to 86400"),
    Case.value("a negative time", "settle_s", "-1", "it is not a number of seconds from 0 to 86400"),
    Case.value("an endless time", "settle_s", ".inf", "it is not a number of seconds from 0 to 86400"),
    Case.value("no baseline", "baselines", "0", "it is not a whole number from 1 to 1000"),
    Case.value("half a run", "confirmations", "1.5", "it is not a whole number from 0 to 1000"),
    Case.value("no truth", "restart", "2", "it is not true or false"),
    Case.value("an unknown strategy", "strategy", "luck", "'luck' is not one of linear, adaptive"),
    Case.value(
      "an unknown rehearsal", "no_rehearse", "[reboot, opera]",
      "'opera' is no rehearsal; there are \(RehearsalName.list)"),
    Case.value("an unknown depth", "depth", "deep", "'deep' is not one of groups, syscalls"),
    Case.value("an unknown plan", "filesystem", "open", "'open' is not one of strict, allow-list"),
    Case.value(
      "an unknown directive", "only", "[ProtectSytem]",
      "'ProtectSytem' names no directive that Cinch knows; see 'cinch directives'"),
    Case.value("no address", "health_tcp", "localhost", "'localhost' is not HOST:PORT"),
    Case.value(
      "a template", "unit", "'user@.service'",
      "user@.service is a template; name an instance of it: user@INSTANCE.service"),
    Case.value(
      "a unit like an option", "unit", "'--force'",
      "\"--force\" is not a unit name: it begins with a dash, as options do."),
    Case.value(
      "a unit file that is not there", "unit", "/nonexistent/x.service",
      "there is no unit file /nonexistent/x.service that can be read; give a unit's name or another path"),
  ]

  @Test("is refused with one sentence that names file, entry and key", arguments: frame + values)
  func refused(_ example: Case) throws {
    let folder = try ManifestFolder()
    let file = try folder.write(example.text)
    let error = #expect(throws: ManifestError.self) { _ = try folder.read("m.yaml") }
    #expect(error == example.expected(file))
    let sentence = try #require(error).description
    #expect(sentence.hasPrefix(file) && sentence.hasSuffix(".") && !sentence.contains("\n"))
  }

  @Test(
    "because a name cannot name files is refused",
    arguments: [
      "../../etc/cron.d/x", "a/b", ".hidden", "-rf", "two words", "a\\u0000b", "line\\nbreak", "\\e[2J", "naïve", "",
      String(repeating: "n", count: 201),
    ])
  func hostileName(_ name: String) throws {
    let folder = try ManifestFolder()
    try folder.write(#"services: [{name: "\#(name)", unit: x}]"#)
    let error = #expect(throws: ManifestError.self) { _ = try folder.read("m.yaml") }
    guard case .invalid(_, _, "name", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let sentence = try #require(error).description
    #expect(sentence.unicodeScalars.allSatisfy { !$0.drivesTerminals })
  }

  @Test("because it is not YAML says in which line")
  func malformed() throws {
    let folder = try ManifestFolder()
    let file = try folder.write("services:\n- name: x\n  unit: [")
    let error = #expect(throws: ManifestError.self) { _ = try folder.read("m.yaml") }
    guard case .malformed(file, .some, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("because it is not there, or has nothing in it, says so")
  func unreadable() throws {
    let folder = try ManifestFolder()
    #expect(throws: ManifestError.unreadable(file: "\(folder.path)/no.yaml", reason: "no such file")) {
      try folder.read("no.yaml")
    }
    #expect(throws: ManifestError.unreadable(file: folder.path, reason: "no .yaml file in it")) { try folder.read() }
  }

  @Test("beside a good one keeps that from being used, too")
  func oneOfTwo() throws {
    let folder = try ManifestFolder()
    try folder.write("services: [{name: a, unit: a}]", to: "1.yaml")
    try folder.write("services: [{name: a, unit: b}]", to: "2.yaml")
    #expect(throws: ManifestError.self) { _ = try folder.read() }
  }
}
