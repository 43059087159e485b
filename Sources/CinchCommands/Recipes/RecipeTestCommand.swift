import ArgumentParser
import Reports
import Sandboxing
import Trials
import Workflows

/// `cinch recipes test`: does a recipe pass, and how much does it notice?
struct RecipeTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run recipes on the services of a system, and rate them.",
    discussion: """
      A recipe has to pass on the service without restrictions, and to fail where it does not run. How many denials of what \
      the service uses it notices is its rating, as 'cinch rate' finds it.
      """)

  @Argument(help: ArgumentHelp("The recipes to test.", valueName: "name"), completion: .recipes)
  var names: [String] = []

  @Flag(help: "Test every recipe for which there is a unit.")
  var all = false

  @Flag(help: "Do not rate: only see that they pass, and fail where the service does not run.")
  var noRating = false

  @Option(help: ArgumentHelp("A shell command run once, before anything else. Repeatable.", valueName: "command"))
  var setup: [String] = []

  @Option(
    help: ArgumentHelp(
      "How many labs run trials side by side. (default: as many as memory and processors allow)", valueName: "number"))
  var jobs: Int?

  @OptionGroup(title: "Where") var environment: EnvironmentOptions
  @OptionGroup(title: "Results") var view: ViewOptions

  func validate() throws {
    guard all != !names.isEmpty else { throw ValidationError("name the recipes to test, or give --all") }
    try RunCounts(jobs: jobs, baselines: 1, confirmations: 0).validate()
    try environment.validate(jobs: jobs)
  }

  func run() async throws {
    let library = try RecipeOptions.library()
    let recipes = all ? library.recipes : try names.map(library.recipe(named:))
    let provider = try environment.provider()
    var settings = HealthSettings()
    settings.setup = setup.isEmpty ? nil : setup
    let testing = RecipeTesting(of: library, in: provider, rates: !noRating, by: settings, jobs: jobs)
    let tests = try await untilSignalled {
      let units = try await testing.units()
      var tests: [RecipeTest] = []
      for recipe in recipes {
        let test = try await testing.test(recipe, on: units)
        if test.unit != nil { StandardError.write("\(recipe.name.terminalSafe): \(test.word)") }
        tests.append(test)
      }
      return tests
    }
    try await view.print(Report(tests))
    if tests.contains(where: \.hasFailed) { throw ExitCode(ExitStatus.unhealthy.rawValue) }
  }
}

extension RecipeTest {
  fileprivate var hasFailed: Bool { if case .failed = outcome { true } else { false } }

  /// How it went, in short.
  fileprivate var word: String {
    switch outcome {
    case .noUnit: "no unit"
    case .passed(let rating): rating.map { "passes, \($0.phrase)" } ?? "passes"
    case .failed(let reason): reason.terminalSafe
    }
  }
}
