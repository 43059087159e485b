import Testing

@testable import Sandboxing

@Suite struct SelectionTests {
  static func candidates(only: [String]? = nil, exclude: [String] = []) -> [Candidate] {
    var scope = Scope()
    scope.only = only?.compactMap { Selection(parsing: $0) }
    scope.exclude = exclude.compactMap { Selection(parsing: $0) }
    let context = ServiceContexts.context { $0.writtenDirectories = ["/var/log/nginx"] }
    return Catalogue.candidates(on: context, scope: scope)
  }

  @Test func onlyLeavesNothingElse() {
    let names = Self.candidates(only: ["ProtectHome", "ProtectSystem=full"]).map(\.restriction.description)
    #expect(names == ["ProtectSystem=full", "ProtectHome=read-only", "ProtectHome=tmpfs", "ProtectHome=yes"])
  }

  struct Exclusion: CustomTestStringConvertible, Sendable {
    let text: String
    let excluded: Set<String>
    var testDescription: String { text }
  }

  /// Leaving something out means that it does not come in through something that contains it either.
  @Test(arguments: [
    Exclusion(
      text: "ProtectSystem=full",
      excluded: [
        "ProtectSystem=full", "ProtectSystem=strict", "ReadWritePaths=~/var/log/nginx", "DynamicUser=yes",
      ]),
    Exclusion(text: "ProtectHome=yes", excluded: ["ProtectHome=yes"]),
    Exclusion(text: "PrivateTmp", excluded: ["PrivateTmp=yes", "PrivateTmp=disconnected", "DynamicUser=yes"]),
    Exclusion(
      text: "SystemCallFilter=~ptrace", excluded: ["SystemCallFilter=@system-service", "SystemCallFilter=~@debug"]),
    Exclusion(text: "RestrictNamespaces=~user", excluded: ["RestrictNamespaces=yes", "RestrictNamespaces=~user"]),
  ])
  func excludingTakesWhatContainsItAlong(exclusion: Exclusion) {
    let excluded = Self.candidates(exclude: [exclusion.text]).filter { $0.status == .excluded }
    #expect(Set(excluded.map(\.restriction.description)) == exclusion.excluded)
  }

  @Test(
    "A member that no system has is impossible; paths and calls are for the system to tell",
    arguments: [
      ("RestrictAddressFamilies=~AF_FOO", false), ("RestrictAddressFamilies=~AF_INET", true),
      ("RestrictAddressFamilies=AF_INET", false), ("RestrictAddressFamilies=none", true),
      ("CapabilityBoundingSet=~CAP_FOO", false), ("CapabilityBoundingSet=~CAP_CHOWN", true),
      ("CapabilityBoundingSet=CAP_CHOWN", false), ("CapabilityBoundingSet=~45", true),
      ("RestrictNamespaces=~foo", false), ("RestrictNamespaces=~user", true), ("RestrictNamespaces=yes", true),
      ("RestrictFileSystems=~ext4", false), ("RestrictFileSystems=~@temporary", true),
      ("SystemCallErrorNumber=EPERM", false), ("ProtectSystem=maybe", false), ("ReadWritePaths=~/var/log", true),
      ("SystemCallFilter=~@mount", true), ("PrivateTmp", true),
    ])
  func possible(text: String, isPossible: Bool) throws {
    #expect(try #require(Selection(parsing: text)).isPossible == isPossible)
  }

  @Test func whatMayHaveBeenMeantIsNamed() {
    let question = Selection(parsing: "RestrictAddressFamilies=~AF_IENT")?.question
    #expect(question?.contains("'RestrictAddressFamilies=~AF_INET'") == true)
  }

  @Test(
    "Of calls that cannot be tried a system says why, and what can",
    arguments: [
      ("SystemCallFilter=~@mount", .groups, nil), ("SystemCallFilter=@system-service", .groups, nil),
      ("SystemCallFilter=~reboot", .syscalls, nil), ("SystemCallFilter", .groups, nil),
      ("SystemCallFilter=~reboot", .groups, "--depth syscalls"),
      ("SystemCallFilter=~umount2", .syscalls, "'SystemCallFilter=~umount umount2'"),
      ("SystemCallFilter=~umount2", .groups, "'SystemCallFilter=~umount umount2' with --depth syscalls"),
      ("SystemCallFilter=~@mount @swap", .groups, "one group or call, 'SystemCallFilter=~@mount'"),
      ("SystemCallFilter=~umonut2", .syscalls, "'umonut2', which systemd 252 does not know (did you mean 'umount2'"),
      ("SystemCallFilter=~@muont", .groups, "did you mean '@mount'"),
      ("SystemCallFilter=@mount", .groups, "name it as 'SystemCallFilter=~@mount'"), ("ProtectHome=yes", .groups, nil),
    ] as [(String, Scope.Depth, String?)])
  func problem(text: String, depth: Scope.Depth, says: String?) throws {
    var scope = Scope()
    scope.depth = depth
    let platform = ServiceContexts.platform(systemd: 252)
    let problem = try #require(Selection(parsing: text)).problem(on: platform, scope: scope)
    if let says {
      #expect(problem?.contains(says) == true, "\(problem ?? "nothing")")
    } else {
      #expect(problem == nil)
    }
  }

  @Test(arguments: ["", "=", "NoSuchThing", "NoSuchThing=yes", "protectsystem"])
  func whatTheCatalogueDoesNotHaveCannotBeNamed(text: String) {
    #expect(Selection(parsing: text) == nil)
  }
}
