import ArgumentParser
import Testing

@testable import CinchCommands

@Suite("Completion")
struct CompletionTests {
  @Test("gives the names of files for every option that takes one", arguments: ["find", "check", "batch", "report"])
  func files(_ verb: String) throws {
    let script = Cinch.completionScript(for: .bash)
    let section = try #require(script.components(separatedBy: "\n_cinch_\(verb)() {").last)
      .components(separatedBy: "\n}\n")[0]
    let arguments = try #require(try HelpTree.cinch().shown.first { $0.commandName == verb }?.arguments)
    let options = arguments.filter { argument in
      argument.kind == .option && ["file", "directory", "profile", "lab-root"].contains(argument.valueName)
    }
    #expect(!options.isEmpty)
    for name in options.flatMap({ $0.names ?? [] }) where name.kind == .long {
      #expect(section.contains("'\(name.text)')\n        __cinch_add_completions -"), "\(name.text) completes nothing")
    }
  }
}

@Suite("What a command says that cannot do what is asked")
struct RefusalTests {
  @Test("names its own help, and no usage, which was right")
  func help() {
    #expect(
      Cinch.refusal(ValidationError("there is none"), of: RecipeListCommand.self)
        == "Error: there is none\n  See 'cinch recipes list --help' for more information.")
    #expect(
      Cinch.refusal(ValidationError("no"), of: CheckCommand.self).hasSuffix(
        "'cinch check --help' for more information."))
  }
}
