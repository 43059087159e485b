import ArgumentParser
import Reports
import Uses

/// `cinch recipes list`: which recipes there are, and for which units of a system.
struct RecipeListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the recipes, those for units of this machine first.")

  @Option(help: "The root whose units are meant.")
  var labRoot = "/"

  @Flag(help: "Print nothing but the names.")
  var names = false

  @OptionGroup(title: "Output") var view: ViewOptions

  func run() async throws {
    let recipes = try RecipeOptions.library().recipes
    if names { return try StandardStream.output.write(recipes.map { "\($0.name)\n" }.joined()) }
    try await view.print(Report(RecipeList(recipes, on: FileTree(root: labRoot))))
  }
}
