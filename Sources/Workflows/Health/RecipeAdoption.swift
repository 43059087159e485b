import Recipes
import Sandboxing
import Trials
import Uses

/// Finds the recipe of a service for which nobody says what "works" means, and fits it to where the service really is.
public struct RecipeAdoption: Sendable {
  private let library: RecipeLibrary
  private let provider: any EnvironmentProvider
  private let report: @Sendable (FindEvent) async throws -> Void

  /// Looks for a recipe among those of a library, at the service as environments of a provider have it.
  public init(
    of library: RecipeLibrary, in provider: any EnvironmentProvider,
    report: @escaping @Sendable (FindEvent) async throws -> Void = { _ in }
  ) {
    self.library = library
    self.provider = provider
    self.report = report
  }

  /// The request with the check of the service's recipe.
  ///
  /// - Parameters:
  ///   - request: what is asked.
  ///   - settings: what somebody says of the check: it takes the place of what the recipe says.
  ///   - name: the recipe; nil for the one that is for the unit.
  /// - Returns: the request; as it was where there is no recipe.
  /// - Throws: ``UnknownRecipe``, ``MissingPrograms``, ``ServiceError``, and what keeps an environment from opening.
  public func adopting(
    _ request: FindRequest, by settings: HealthSettings = HealthSettings(), named name: String? = nil
  ) async throws -> FindRequest {
    let named = try name.map(library.recipe(named:))
    if case .command = request.service, named == nil { return request }
    try await report(.step("looking for its recipe"))
    return try await provider.withService(request.service) { environment, service in
      guard let recipe = named ?? recipe(for: service, on: environment) else { return request }
      let missing = recipe.missingPrograms(in: FileTree { environment.view(of: $0) })
      guard missing.isEmpty else { throw MissingPrograms(recipe: recipe.name, programs: missing) }
      try await report(.step("no probe is given: the recipe '\(recipe.name)' says what works means"))
      let seen = try await look(at: service, for: recipe, by: settings, request, on: environment)
      var request = request
      request.check = recipe.adapted(to: seen).merging(settings).check
      request.recipe = recipe.name
      return request
    }
  }

  private func recipe(for service: LoadedService, on environment: any TrialEnvironment) -> Recipe? {
    let names = [service.unit] + (service.properties["Names"]?.texts ?? [])
    return library.recipe(forUnit: names) {
      let packages = PackageIndex(of: FileTree { environment.view(of: $0) })
      let files = ["FragmentPath", "SourcePath"].compactMap { service.properties[$0]?.text }.filter { !$0.isEmpty }
      return files.lazy.compactMap(packages.owner).first
    }
  }

  /// Where the service is in a run without restrictions; where its usual places are if it does not work even so, which a
  /// baseline shows better.
  private func look(
    at service: LoadedService, for recipe: Recipe, by settings: HealthSettings, _ request: FindRequest,
    on environment: any TrialEnvironment
  ) async throws -> SeenService {
    guard !recipe.listeners.isEmpty else { return SeenService(RuntimeObservation(), of: service) }
    var check = recipe.looking
    check.setup = settings.setup ?? check.setup
    check.prepare = settings.prepare ?? check.prepare
    let harness = try await TrialHarness(request.service, check: check, form: .installed, on: environment)
    let run = try await harness.runner.run(.empty, observing: true)
    return SeenService(run.runtime, of: harness.service)
  }
}

extension EnvironmentProvider {
  /// Opens an environment, and looks at a service there before anything is done to it; closes it whatever happens.
  func withService<Value: Sendable>(
    _ reference: ServiceReference, _ body: (any TrialEnvironment, LoadedService) async throws -> Value
  ) async throws -> Value {
    let environment = try await open(for: reference)
    let value: Result<Value, any Error>
    do {
      let unit = try environment.install(reference)
      if environment.isDisposable { try await environment.manager.reload() }
      let service = try await LoadedService(unit, of: environment.manager, read: environment.text(of:))
      value = .success(try await body(environment, service))
    } catch {
      value = .failure(error)
    }
    await environment.close()
    return try value.get()
  }
}
