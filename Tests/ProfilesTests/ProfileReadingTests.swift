import Foundation
import Testing
import Profiles

@Suite struct ProfileReadingTests {
  /// A change to a good file, and the sentence that has to say what is wrong with it.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let edit: @Sendable (String) -> String
    let expected: ProfileError
  }

  static func replacing(_ old: String, _ new: String) -> @Sendable (String) -> String {
    { text in
      precondition(text.contains(old), "the sample has no '\(old)'")
      return text.replacingOccurrences(of: old, with: new)
    }
  }

  static func adding(_ line: String) -> @Sendable (String) -> String { { "\($0)\(line)\n" } }

  static func invalid(_ key: String, _ problem: String) -> ProfileError {
    .invalid(file: "p.yaml", key: key, problem: problem)
  }

  static let frame: [Case] = [
    Case(testDescription: "empty", edit: { _ in "" }, expected: .notAProfile(file: "p.yaml")),
    Case(testDescription: "another file", edit: { _ in "services: {}\n" }, expected: .notAProfile(file: "p.yaml")),
    Case(testDescription: "a list", edit: { _ in "- cinch: 1\n" }, expected: .notAProfile(file: "p.yaml")),
    Case(
      testDescription: "newer", edit: replacing("cinch: 1", "cinch: 2"), expected: .newer(file: "p.yaml", version: 2)),
    Case(
      testDescription: "no version", edit: replacing("cinch: 1", "cinch: new"),
      expected: invalid("cinch", "it is the format's version, 1")),
    Case(
      testDescription: "cut off", edit: { $0 + "kept: [\"" },
      expected: .malformed(file: "p.yaml", line: nil, problem: "")),
    Case(
      testDescription: "key twice", edit: { $0 + "kept: []\n" },
      expected: .malformed(file: "p.yaml", line: nil, problem: "")),
    Case(
      testDescription: "unknown key", edit: { $0 + "sandbox: []\n" },
      expected: invalid("sandbox", "a profile has no such key")),
    Case(
      testDescription: "aliases", edit: { $0.replacingOccurrences(of: "kept:\n", with: "kept: &a\n") },
      expected: invalid("&", "a profile has no anchors and aliases")),
  ]

  static let numbers: [Case] = [
    Case(
      testDescription: "an accepted act that is none",
      edit: adding(#"accepted: [{act: "socket:IPv4", reason: x}]"#),
      expected: invalid("accepted[0].act", "'socket:IPv4' is no act; exposure.witnessed.open lists them")),
    Case(
      testDescription: "an accepted act without a reason", edit: adding(#"accepted: [{act: setClock, reason: " "}]"#),
      expected: invalid("accepted[0].reason", "say why the act is accepted")),
    Case(
      testDescription: "an accepted act until a day that is none",
      edit: adding("accepted: [{act: setClock, reason: x, until: 2027-02-30}]"),
      expected: invalid("accepted[0].until", "'2027-02-30' is no day like 2027-06-30")),
    Case(
      testDescription: "an exposure beyond all scales", edit: replacing("before: 9.6", "before: 1e100"),
      expected: invalid("exposure.before", "it is not a number from 0 to 10")),
    Case(
      testDescription: "a negative exposure", edit: replacing("after: 2.3", "after: -1"),
      expected: invalid("exposure.after", "it is not a number from 0 to 10")),
    Case(
      testDescription: "the largest number of passes",
      edit: replacing("passes: 3", "passes: 9223372036854775807"),
      expected: invalid("confirmed.passes", "it is not a whole number from 0 to 1000000000")),
    Case(
      testDescription: "less than no failures", edit: replacing("failures: 0", "failures: -9223372036854775808"),
      expected: invalid("confirmed.failures", "it is not a whole number from 0 to 1000000000")),
    Case(
      testDescription: "more seconds than anybody lives",
      edit: replacing("seconds: 31", "seconds: 9223372036854775807"),
      expected: invalid("search.seconds", "it is not a whole number from 0 to 1000000000")),
    Case(
      testDescription: "a service that settles for a week", edit: replacing("settle: 300ms", "settle: 604800s"),
      expected: invalid("healthCheck.settle", "'604800s' is not a time span like 30s or 300ms")),
  ]

  static let values: [Case] = [
    Case(
      testDescription: "missing section", edit: replacing("healthCheck:", "excluded:"),
      expected: .malformed(file: "p.yaml", line: nil, problem: "")),
    Case(
      testDescription: "missing key", edit: replacing("  unit: nginx.service\n", ""),
      expected: .missing(file: "p.yaml", key: "service.unit")),
    Case(
      testDescription: "unit with a path", edit: replacing("unit: nginx.service", "unit: ../../etc/passwd.service"),
      expected: invalid("service.unit", "'../../etc/passwd.service' is not the name of a service")),
    Case(
      testDescription: "unit with a line break",
      edit: replacing("unit: nginx.service", #"unit: "nginx.service\n[Install]""#),
      expected: invalid("service.unit", #"'nginx.service\n[Install]' is not the name of a service"#)),
    Case(
      testDescription: "unit like an option", edit: replacing("unit: nginx.service", "unit: --force.service"),
      expected: invalid("service.unit", "'--force.service' is not the name of a service")),
    Case(
      testDescription: "unknown directive", edit: replacing("- PrivateTmp=yes", "- PrivateTemp=yes"),
      expected: invalid("kept[1]", "'PrivateTemp=yes' names a directive that this version of Cinch does not know")),
    Case(
      testDescription: "unknown value", edit: replacing("- PrivateTmp=yes", "- PrivateTmp=maybe"),
      expected: invalid("kept[1]", "'PrivateTmp=maybe' is not one of the restrictions of PrivateTmp")),
    Case(
      testDescription: "value with a second line",
      edit: replacing("- PrivateTmp=yes", #"- "PrivateTmp=yes\nExecStartPre=/bin/sh""#),
      expected: invalid(
        "kept[1]", #"'PrivateTmp=yes\nExecStartPre=/bin/sh' is not one of the restrictions of PrivateTmp"#)),
    Case(
      testDescription: "set with a second line",
      edit: replacing("- PrivateTmp=yes", #"- "SystemCallFilter=@system-service\nExecStartPre=/bin/sh""#),
      expected: invalid(
        "kept[1]",
        #"'SystemCallFilter=@system-service\nExecStartPre=/bin/sh' has a character that no member of SystemCallFilter has"#
      )),
    Case(
      testDescription: "hidden path that escapes",
      edit: replacing("- PrivateTmp=yes", "- InaccessiblePaths=/srv/../etc"),
      expected: invalid("kept[1]", "'InaccessiblePaths=/srv/../etc' is not a plain absolute path")),
    Case(
      testDescription: "no restriction", edit: replacing("- PrivateTmp=yes", "- PrivateTmp"),
      expected: invalid("kept[1]", "'PrivateTmp' is not a restriction; write Directive=value")),
    Case(
      testDescription: "escaping path", edit: replacing("- /var/log/nginx", "- /var/log/../../etc"),
      expected: invalid(
        "observed.writtenDirectories[1]", "'/var/log/../../etc' is not a plain absolute path")),
    Case(
      testDescription: "path with a specifier", edit: replacing("- /var/log/nginx", "- \"/var/log/%n\""),
      expected: invalid("observed.writtenDirectories[1]", "'/var/log/%n' is not a plain absolute path")),
    Case(
      testDescription: "a text for a number", edit: replacing("trials: 44", "trials: many"),
      expected: invalid("search.trials", "it is not a whole number")),
    Case(
      testDescription: "impossible time", edit: replacing("settle: 300ms", "settle: soon"),
      expected: invalid("healthCheck.settle", "'soon' is not a time span like 30s or 300ms")),
    Case(
      testDescription: "impossible phase", edit: replacing("phase: health 1", "phase: health x"),
      expected: invalid("rejected[0].evidence.phase", "'health x' is not a phase of a trial")),
    Case(
      testDescription: "two probes in one", edit: replacing("- tcp: '[::1]:80'", "- {tcp: '[::1]:80', exec: x}"),
      expected: invalid("healthCheck.probes[2]", "a probe has exactly one of exec, http and tcp")),
  ]

  @Test(arguments: frame + numbers + values) func whatIsWrongIsSaidInOneSentence(_ example: Case) throws {
    let text = example.edit(try Profile.sample.yaml())
    let error = #expect(throws: ProfileError.self) { _ = try Profile(yaml: text, file: "p.yaml") }
    switch (error, example.expected) {
    case (.malformed(let file, _, _), .malformed): #expect(file == "p.yaml")
    default: #expect(error == example.expected)
    }
    let sentence = try #require(error).description
    #expect(sentence.hasSuffix(".") && !sentence.contains("\n"))
  }

  @Test(arguments: [
    "SystemCallFilter=@system-service", "SystemCallFilter=@system-service @mount", "SystemCallFilter=~ptrace",
    "RestrictAddressFamilies=none", "RestrictNamespaces=yes", "InaccessiblePaths=/srv", "ReadWritePaths=~/var/log",
  ])
  func whatRestrictsASetIsRead(_ restriction: String) throws {
    let text = Self.replacing("- PrivateTmp=yes", "- \(restriction)")(try Profile.sample.yaml())
    #expect(try Profile(yaml: text, file: "p.yaml").kept.restrictions[1].description == restriction)
  }

  @Test(
    "Who names a unit instead of its profile is told what to give",
    arguments: [("nginx.service", true), ("nginx", true), ("nginx.yaml", false), ("/etc/nginx", false)])
  func nameOfUnit(file: String, isUnit: Bool) {
    let text = ProfileError.unreadable(file: file, reason: "no such file").description
    #expect(text.contains("'cinch find \(file) --profile FILE' writes") == isUnit)
  }

  @Test func aFileThatIsNotThereIsSaid() {
    #expect(throws: ProfileError.unreadable(file: "/nonexistent/p.yaml", reason: "no such file")) {
      _ = try Profile(contentsOfFile: "/nonexistent/p.yaml")
    }
  }

  @Test func aFileThatIsNoTextIsLeftAlone() throws {
    let path = FileManager.default.temporaryDirectory.path + "/cinch-\(UUID().uuidString).yaml"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = Data([0x63, 0x69, 0xff, 0xfe, 0x00, 0x80])
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(throws: ProfileError.self) { _ = try Profile(contentsOfFile: path) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
  }
}
