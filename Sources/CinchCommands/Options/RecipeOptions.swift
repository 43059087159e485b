import ArgumentParser
import Ledger
import Recipes
import Trials
import Workflows

/// The options that say which recipe counts where no probe is given.
struct RecipeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Check the service by this recipe, whatever its unit is called. (default: the one for its unit)",
      valueName: "name"),
    completion: .recipes)
  var recipe: String?

  @Flag(help: "Use no recipe: that the service stays up is all that is checked.")
  var noRecipe = false

  func validate() throws {
    guard recipe == nil || !noRecipe else {
      throw ValidationError("--recipe and --no-recipe ask for opposites; leave one of them out")
    }
  }

  /// Makes sure that these options and those of a health check do not contradict one another.
  func validate(besides health: HealthOptions) throws {
    try validate()
    guard recipe == nil || health.settings.probes == nil else {
      throw ValidationError("--recipe and probes both say what works means; leave one of them out")
    }
  }

  /// The request with the check of a recipe, where it has no probes and there is a recipe for it.
  ///
  /// - Parameters:
  ///   - request: what is asked.
  ///   - settings: what the user says of the check.
  ///   - provider: who opens environments for the service.
  ///   - report: is told which recipe it is.
  /// - Returns: the request.
  /// - Throws: `RecipeError`, and what adopting one throws.
  func completing(
    _ request: FindRequest, by settings: HealthSettings, in provider: any EnvironmentProvider,
    report: @escaping @Sendable (FindEvent) async throws -> Void
  ) async throws -> FindRequest {
    guard settings.check.probes.isEmpty, !noRecipe else { return request }
    return try await RecipeAdoption(of: try Self.library(), in: provider, report: report)
      .adopting(request, by: settings, named: recipe)
  }

  /// The recipes of this machine.
  ///
  /// - Throws: `RecipeError`.
  static func library() throws -> RecipeLibrary {
    try RecipeLibrary(in: [
      RecipeLibrary.shipped(with: Programs.directory), "\(CommandContext.current.system.configuration)/recipes",
    ])
  }
}
