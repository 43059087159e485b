import Testing

@testable import CinchCommands

@Suite("The manual pages")
struct ManualPageTests {
  private struct Verb: CustomTestStringConvertible {
    let words: [String]
    let tree: HelpTree

    var testDescription: String { words.joined(separator: " ") }

    static func all(of tree: HelpTree, called parents: [String] = []) -> [Verb] {
      let words = parents + [tree.commandName]
      return [Verb(words: words, tree: tree)] + tree.shown.flatMap { all(of: $0, called: words) }
    }
  }

  @Test("there is one for every verb, with all its options, how it ends, and what to read next")
  func everyVerb() throws {
    let pages = Dictionary(uniqueKeysWithValues: try ManualPage.all().map { ($0.name, $0.text) })
    let verbs = Verb.all(of: try HelpTree.cinch())
    #expect(verbs.map { $0.words.joined(separator: "-") }.sorted() == pages.keys.sorted())
    for verb in verbs {
      let page = try #require(pages[verb.words.joined(separator: "-")])
      for heading in ["NAME", "SYNOPSIS", "EXIT STATUS", "SEE ALSO"] {
        #expect(page.contains(".SH \"\(heading)\""), "\(verb.testDescription) has no \(heading)")
      }
      for argument in (verb.tree.arguments ?? []) where argument.shouldDisplay {
        for name in argument.names ?? [] {
          #expect(page.contains(Roff.bold(name.text)), "\(verb.testDescription) does not have \(name.text)")
        }
      }
    }
  }

  @Test("what the processes of labs call has none")
  func hidden() throws {
    let names = try ManualPage.all().map(\.name)
    #expect(names.contains("cinch-lab-shell"))
    #expect(!names.contains { $0.contains("keeper") || $0.contains("init") || $0.contains("enter") })
  }

  @Test("a line of text is never a request")
  func requests() { #expect(Roff.text(".so /etc/shadow\n'a \\b-c") == "\\&.so /etc/shadow\n\\&'a \\eb\\-c") }
}

@Suite("The version")
struct VersionTests {
  @Test(
    "systemd's is the one that its distribution gives it",
    arguments: zip(
      ["systemd 252 (252.39-1~deb12u1)", "systemd 257", "Failed to do anything"], ["252.39-1~deb12u1", "257", nil]))
  func systemd(line: String, version: String?) { #expect(Version.named(in: line) == version) }

  @Test("it is Cinch's, systemd's and the kernel's, a line each")
  func lines() async {
    let words = await Version.text().split(separator: "\n").map { $0.split(separator: " ").first ?? "" }
    #expect(words == ["cinch", "systemd", "linux"])
  }
}
