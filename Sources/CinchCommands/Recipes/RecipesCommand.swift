import ArgumentParser

/// `cinch recipes`: health checks that nobody has to write.
struct RecipesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recipes",
    abstract: "List, show and test the health checks of common daemons.",
    discussion: """
      'cinch find' uses a service's recipe where no probe is given. A recipe is a file of its name in /usr/share/cinch/recipes, \
      or in /etc/cinch/recipes, which counts more.
      """,
    subcommands: [RecipeListCommand.self, RecipeShowCommand.self, RecipeTestCommand.self],
    defaultSubcommand: RecipeListCommand.self)
}
