import Sandboxing

/// Why a recipe cannot be used.
public struct RecipeError: Error, Hashable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// The key that it is about; nil for the file as a whole.
  public let key: String?
  /// What is wrong with it, as a clause.
  public let problem: String

  /// One sentence that says what to do.
  public var description: String {
    let place = key.map { ", '\($0.terminalSafe)'" } ?? ""
    return "the recipe in \(file.terminalSafe)\(place) cannot be used (\(problem.terminalSafe)); correct or remove it"
  }
}

/// A recipe that was asked for by name and is not there.
public struct UnknownRecipe: Error, Hashable, CustomStringConvertible {
  /// The name.
  public let name: String
  /// The names that there are.
  public let known: [String]

  /// One sentence that says what to do.
  public var description: String {
    "there is no recipe '\(name.terminalSafe)'\(SimilarNames.question(about: name, among: known)); see 'cinch recipes'"
  }
}
