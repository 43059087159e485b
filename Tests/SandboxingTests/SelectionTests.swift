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

  @Test(arguments: ["", "=", "NoSuchThing", "NoSuchThing=yes", "protectsystem"])
  func whatTheCatalogueDoesNotHaveCannotBeNamed(text: String) {
    #expect(Selection(parsing: text) == nil)
  }
}
