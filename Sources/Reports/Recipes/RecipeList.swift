import Recipes
import Uses

/// The recipes of a machine, with the units that each of them is for there.
public struct RecipeList: Sendable {
  /// One recipe.
  public struct Entry: Sendable {
    /// The recipe.
    public let recipe: Recipe
    /// The units that it is for, by the names of their files: of instances the template.
    public let units: [String]
    /// The programs that it needs and are not there, each with the package that brings it.
    public let missing: [(program: String, package: String)]
  }

  /// In alphabetical order.
  public let entries: [Entry]

  /// Looks which recipes are for units that a system has files of.
  ///
  /// - Parameters:
  ///   - recipes: in alphabetical order.
  ///   - tree: the files of the system.
  public init(_ recipes: [Recipe], on tree: FileTree) {
    var files: [String: String] = [:]
    for directory in Self.directories {
      for name in tree.names(in: directory) where name.hasSuffix(".service") && files[name] == nil {
        files[name] = "\(directory)/\(name)"
      }
    }
    let packages = PackageIndex(of: tree)
    entries = recipes.map { recipe in
      let units = files.filter { name, path in
        // Of a template, any instance would do.
        let names = [name, name.replacing("@.", with: "@x.")]
        return recipe.isFor(unit: names, of: nil) && recipe.isFor(unit: names, of: packages.owner(of: path))
      }
      return Entry(
        recipe: recipe, units: units.keys.sorted(), missing: units.isEmpty ? [] : recipe.missingPrograms(in: tree))
    }
  }

  /// Where unit files are, those that count more first (systemd.unit(5)); a link, as an alias is one, has another's file.
  private static let directories = ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"]
}
