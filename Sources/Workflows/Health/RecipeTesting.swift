import Profiles
import Recipes
import Sandboxing
import Search
import Trials

/// Tries recipes on the services of a system that they are for.
public struct RecipeTesting: Sendable {
  private let library: RecipeLibrary
  private let provider: any EnvironmentProvider
  private let rates: Bool
  private let settings: HealthSettings
  private let jobs: Int?

  /// Tests in environments of a provider.
  ///
  /// - Parameters:
  ///   - library: the recipes.
  ///   - provider: who opens them.
  ///   - rates: whether to find out how much each notices, or only whether it passes.
  ///   - settings: what is different there from what a recipe says, such as what sets the service up.
  ///   - jobs: how many trials run side by side; nil for as many as memory and processors allow.
  public init(
    of library: RecipeLibrary, in provider: any EnvironmentProvider, rates: Bool,
    by settings: HealthSettings = HealthSettings(), jobs: Int? = nil
  ) {
    self.library = library
    self.provider = provider
    self.rates = rates
    self.settings = settings
    self.jobs = jobs
  }

  /// The units of the system, instances that something wants included.
  ///
  /// - Throws: what keeps an environment from opening.
  public func units() async throws -> [String] {
    try await provider.withEnvironment { environment in
      let list = "--type=service --no-legend --plain --no-pager"
      let command = "systemctl list-unit-files \(list); systemctl list-units --all \(list)"
      let lines = try await environment.setUp(command).output.split(separator: "\n")
      return Set(lines.compactMap { $0.split(separator: " ").first.map(String.init) }).sorted()
    }
  }

  /// Tries a recipe on the unit that it names first, of those that there are.
  ///
  /// - Returns: what came of it.
  /// - Throws: `CancellationError`; what keeps a recipe from being tried is a result.
  public func test(_ recipe: Recipe, on units: [String]) async throws -> RecipeTest {
    guard let unit = recipe.unit(among: units) else { return RecipeTest(recipe: recipe, unit: nil, .noUnit) }
    do {
      var request = FindRequest(service: .unit(unit), check: HealthCheck())
      request.jobs = jobs
      request.baselines = 2
      request = try await RecipeAdoption(of: library, in: provider).adopting(request, by: settings, named: recipe.name)
      if rates {
        let rated = try await RateWorkflow(request, in: provider) { _ in }.run()
        return RecipeTest(recipe: recipe, unit: unit, .passed(rated.rating))
      }
      return RecipeTest(recipe: recipe, unit: unit, try await once(request))
    } catch {
      if Task.isCancelled { throw CancellationError() }
      return RecipeTest(recipe: recipe, unit: unit, .failed("\(error)"))
    }
  }

  private func once(_ request: FindRequest) async throws -> RecipeTest.Outcome {
    let harness = try await TrialHarness(
      opening: request.service, check: request.check, form: .installed, in: provider)
    let result: Result<RecipeTest.Outcome, any Error>
    do {
      let run = try await harness.runner.run(.empty, observing: true)
      switch run.verdict {
      case .passed:
        let notices = try await harness.runner.noticesAbsence()
        result = .success(
          notices ? .passed(nil) : .failed("it passes as well where the service does not run"))
      case .failed(let evidence): result = .success(.failed("\(evidence.phase): \(evidence.reason)"))
      case .inconclusive(let reason): result = .success(.failed(reason))
      }
    } catch {
      result = .failure(error)
    }
    await harness.close()
    return try result.get()
  }
}

/// What came of a test of a recipe.
public struct RecipeTest: Sendable {
  /// How it went.
  public enum Outcome: Sendable {
    /// No unit that it is for is there.
    case noUnit
    /// The service passed without restrictions; nil where nobody rated it.
    case passed(CheckRating?)
    /// It did not, or could not be tried, for this reason.
    case failed(String)
  }

  /// The recipe.
  public let recipe: Recipe
  /// The unit that it was tried on; nil where there is none.
  public let unit: String?
  /// How it went.
  public let outcome: Outcome

  /// A test by its parts.
  public init(recipe: Recipe, unit: String?, _ outcome: Outcome) {
    self.recipe = recipe
    self.unit = unit
    self.outcome = outcome
  }
}

extension Recipe {
  /// The unit that it is for and that comes first in its list, of those that there are; no template.
  fileprivate func unit(among names: [String]) -> String? {
    let instances = names.filter { !$0.contains("@.") }
    return units.lazy.compactMap { pattern in
      // An instance that is named outright only needs its template.
      if names.contains(where: { $0.contains("@.") && pattern.hasPrefix($0.prefix { $0 != "." }) }),
        !pattern.contains("*")
      {
        return pattern
      }
      return instances.first { Recipe.matches($0, pattern) }
    }.first
  }
}
