/// The recipes for programs: an array with an object for each.
///
/// - `name`, `file`: which it is;
/// - `units`: the units with a file on this system that it is for;
/// - `missing`: the packages that it needs and the system has not.
public struct JSONRecipes: Exporter {
  /// A list for programs.
  public init() {}

  /// The value as JSON.
  public func text(of list: RecipeList) throws -> String { try JSONText(payload(of: list)).text }

  func payload(of list: RecipeList) -> any Encodable {
    list.entries.map { entry in
      Row(
        name: entry.recipe.name, file: entry.recipe.file, units: entry.units,
        missing: Set(entry.missing.map(\.package)).sorted())
    }
  }

  private struct Row: Encodable {
    let name: String
    let file: String
    let units: [String]
    let missing: [String]
  }
}
