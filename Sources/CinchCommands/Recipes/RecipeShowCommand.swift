import ArgumentParser
import Sandboxing

/// `cinch recipes show`: what a recipe asks.
struct RecipeShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Print a recipe's file.")

  @Argument(help: "The recipe's name.", completion: .recipes)
  var name: String

  func run() async throws {
    let recipe = try RecipeOptions.library().recipe(named: name)
    let lines = recipe.text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).terminalSafe }
    try StandardStream.output.write("# \(recipe.file.terminalSafe)\n" + lines.joined(separator: "\n"))
  }
}
