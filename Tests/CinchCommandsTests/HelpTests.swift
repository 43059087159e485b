import ArgumentParser
import SnapshotTesting
import Testing

@testable import CinchCommands

@Suite("Help")
struct HelpTests {
  struct Verb: CustomTestStringConvertible, Sendable {
    let command: any ParsableCommand.Type
    let words: [String]

    var testDescription: String { words.joined(separator: " ") }

    static func all(of command: any ParsableCommand.Type = Cinch.self, below parents: [String] = []) -> [Verb] {
      guard command.configuration.shouldDisplay else { return [] }
      let words = parents + [command._commandName]
      return [Verb(command: command, words: words)]
        + command.configuration.subcommands.flatMap { all(of: $0, below: words) }
    }
  }

  @Test("is what was recorded, for every verb", arguments: Verb.all())
  func snapshot(_ verb: Verb) throws {
    let help = Cinch.helpMessage(for: verb.command, columns: 80)
    try expectSnapshot(help, "help/\(verb.words.joined(separator: "-")).txt")
  }
}

/// Holds a text to the recorded one of that name (``Snapshot/difference(of:from:of:)``).
func expectSnapshot(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  if let difference = try Snapshot.difference(of: text, from: name, of: sourceLocation.moduleName) {
    Issue.record("\(difference)", sourceLocation: sourceLocation)
  }
}
