import Linux

/// The recipes of this machine: those that come with Cinch, and an administrator's, which take the place of others of their
/// name.
public struct RecipeLibrary: Sendable {
  /// By name, in alphabetical order.
  public let recipes: [Recipe]

  /// Recipes that are at hand.
  public init(_ recipes: [Recipe]) { self.recipes = recipes.sorted { $0.name < $1.name } }

  /// Reads the recipes of some directories; of those that are not there, there are none.
  ///
  /// - Parameter directories: a later one counts more.
  /// - Throws: ``RecipeError`` for the first file that cannot be used.
  public init(in directories: [String]) throws(RecipeError) {
    var byName: [String: Recipe] = [:]
    for directory in directories {
      for file in names(in: directory).sorted() where file.hasSuffix(".yaml") && !file.hasPrefix(".") {
        let recipe = try Recipe(contentsOfFile: "\(directory)/\(file)")
        byName[recipe.name] = recipe
      }
    }
    self.init(Array(byName.values))
  }

  /// Where the recipes are that come with a program: in what a package brings for it, or beside it where it was built.
  ///
  /// - Parameter program: the directory of the program.
  /// - Returns: a directory, which may not be there.
  public static func shipped(with program: String) -> String {
    let candidates = ["\(program)/cinch_Recipes.resources/Recipes", "\(program)/../share/cinch/recipes"]
    return candidates.first { !names(in: $0).isEmpty } ?? candidates[1]
  }

  /// The recipe of that name.
  ///
  /// - Throws: ``UnknownRecipe``.
  public func recipe(named name: String) throws(UnknownRecipe) -> Recipe {
    guard let recipe = recipes.first(where: { $0.name == name }) else {
      throw UnknownRecipe(name: name, known: recipes.map(\.name))
    }
    return recipe
  }
}
