import Profiles
import Sandboxing
import Testing
import Trials

@testable import Reports

@Suite("An explanation")
struct ExplanationTests {
  private static let terminal = Terminal(isInteractive: true, columns: 100)

  private func text(of selection: String) throws -> String {
    let selection: Selection = try #require(Selection(parsing: selection))
    return TerminalExplanation(for: Self.terminal).text(of: Explanation.all(in: Fixture.profile, of: selection))
  }

  @Test("of a rejected restriction tells all that its failed trial left")
  func rejected() throws {
    let text = try text(of: "CapabilityBoundingSet=~CAP_SETUID")
    for part in [
      "failed at health 2 after restart", "probe: exited, status=22", "denied system call: setuid", "| curl: (22)",
      "> nginx: ", "systemd.exec(5)",
    ] {
      #expect(text.contains(part), "\(part) is missing in \(text)")
    }
    #expect(!text.contains("~CAP_SYS_ADMIN  "))
    #expect(!text.unicodeScalars.contains { $0.drivesTerminals && $0 != "\n" })
  }

  @Test("of a kept restriction tells what it takes from an attacker and what it was seen to deny")
  func kept() throws {
    let text = try text(of: "LockPersonality")
    let directive = try #require(Catalogue.directive("LockPersonality"))
    #expect(text.contains(directive.why.prefix(40)))
    #expect(text.contains("kept; seen to deny: changePersonality"))
  }

  @Test("begins with what became of the restriction")
  func fateFirst() throws {
    for (name, fate) in [("PrivateUsers", "rejected: it listens on tcp:80"), ("LockPersonality", "kept")] {
      let lines = try text(of: name).split(separator: "\n")
      #expect(lines.count > 1 && lines[1].contains(fate))
    }
  }

  @Test("has every restriction that the profile mentions, once")
  func everything() {
    let restrictions = Explanation.all(in: Fixture.profile).flatMap(\.entries).map(\.restriction)
    #expect(Set(restrictions).count == restrictions.count)
    #expect(restrictions.count == 12 + 2 + 1 + 1 + 2 + 1 + 1 + 1)
  }
}
