import ArgumentParser
import Reports
import Trials
import Workflows

/// `cinch rate`: how much does a health check notice?
struct RateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rate",
    abstract: "Say how much of what a service uses its health check would notice the loss of.",
    discussion: """
      Denies what the service was seen or declared to use, one thing after the other, and looks whether the check fails. \
      What it misses is named, each with the probe to add. A check that passes where the service does not run notices \
      nothing, whatever else may fail then.
      """)

  @Argument(help: "A unit's name, or a unit file's path (with a slash in it).", completion: .units)
  var service: String

  @OptionGroup(title: "What works means") var health: HealthOptions
  @OptionGroup(title: "Where nobody says what works means") var recipe: RecipeOptions
  @OptionGroup(title: "Where") var environment: EnvironmentOptions
  @OptionGroup(title: "Results") var view: ViewOptions

  @Option(
    help: ArgumentHelp(
      "How many labs run trials side by side. (default: as many as memory and processors allow)", valueName: "number"))
  var jobs: Int?

  @Option(help: ArgumentHelp("How many runs without restrictions come first.", valueName: "number"))
  var baselines = 3

  @Flag(name: .shortAndLong, help: "Say nothing but warnings while working.")
  var quiet = false

  func validate() throws {
    try recipe.validate(besides: health)
    try RunCounts(jobs: jobs, baselines: baselines, confirmations: 0).validate()
    try environment.validate(jobs: jobs)
  }

  func run() async throws {
    try await view.print(Report(try await rating(of: try request)))
  }

  private func rating(of request: FindRequest) async throws -> RatedCheck {
    let provider = try environment.provider()
    let lock = try environment.lock(request.service, purpose: "rate")
    defer { withExtendedLifetime(lock) {} }
    let reporter = ProgressReporter(unit: service, quiet: quiet)
    return try await reporter.whileShown {
      try await untilSignalled {
        let whole = try await recipe.completing(request, by: health.settings, in: provider) { await reporter.show($0) }
        return try await RateWorkflow(whole, in: provider) { await reporter.show($0) }.run()
      }
    }
  }

  private var request: FindRequest {
    get throws {
      do {
        var request = FindRequest(service: try ServiceReference(parsing: service), check: health.check)
        request.jobs = jobs
        request.baselines = baselines
        return request
      } catch {
        throw ValidationError(error.description)
      }
    }
  }
}
