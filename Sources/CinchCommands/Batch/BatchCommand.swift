import Sandboxing
import ArgumentParser
import Foundation
import Reports
import Trials
import Workflows

/// `cinch batch`: the same for many services.
struct BatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Find, check or apply the sandboxes of many services.",
    discussion: """
      A manifest is YAML: a list 'services' of entries with a name and a unit, and what 'works' means for it (setup, \
      prepare, ready, health, reload …); what its mapping 'defaults' says counts for all of them.

      A service's failure stops no other one. What was interrupted goes on where it stopped when it is asked for again, \
      and a find of what has not changed since is not run again. --jobs is how many services have their turn side by \
      side, by default one.

      Ends with 0 where all went well, and with 2 where a service does not work any more with what it worked with. Otherwise, where \
      services have no result, with the status that each of them alone would have ended with, or with 1 where these \
      differ; and with 3 where no trial could tell of something.
      """)

  @Argument(
    help: ArgumentHelp("Manifests, or directories of manifests.", valueName: "manifest"),
    completion: .file(extensions: ["yaml", "yml"]))
  var manifests: [String]

  @OptionGroup(title: "What is done") var batch: BatchOptions
  @OptionGroup(title: "What is tried, where the manifest does not say") var search: SearchOptions
  @OptionGroup(title: "Where") var environment: EnvironmentOptions
  @OptionGroup(title: "Results") var view: ViewOptions

  @Option(help: ArgumentHelp("Write the result for test runners here.", valueName: "file"), completion: .file())
  var junit: String?

  @Flag(name: .shortAndLong, help: "Say nothing but warnings while working.")
  var quiet = false

  func validate() throws {
    try environment.validate(jobs: jobs)
    guard batch.action != .apply || jobs == 1 && environment.kind != .lab && environment.lab.labRoot == "/" else {
      throw ValidationError(
        "--action apply changes this machine's own units one after the other; leave --jobs and --lab-root out")
    }
  }

  func run() async throws {
    let services = try self.services
    if batch.dryRun { return try await plan(services) }
    if let junit { try OutputFile(junit).check() }
    let lock = try records.lock()
    defer { withExtendedLifetime(lock) {} }
    let begun = CommandContext.current.instant()
    let progress = BatchProgress(quiet: quiet, jobs: jobs)
    let workflow = BatchWorkflow(
      services, doing: action, recordedIn: records, jobs: jobs, fresh: batch.fresh
    ) { await progress.show($0) }
    let summary: BatchSummary
    do {
      summary = try await untilSignalled { try await workflow.run() }
    } catch {
      await progress.finish()
      if error is Interrupted {
        let done = "\(await progress.done) of \(services.count) services are done"
        StandardError.write(
          "\(done); the same command\(batch.fresh ? " without --fresh" : "") goes on with the others.")
      }
      throw error
    }
    let report = BatchReport(batch.action, summary, seconds: (CommandContext.current.instant() - begun).inSeconds)
    if let junit { try OutputFile(junit, isPrivate: true).write(JUnitFile().text(of: [JUnitSuite(report)])) }
    try await view.print(Report(report))
    let status = ExitStatus(ofAll: summary.outcomes.map(\.status))
    if status != .ok { throw ExitCode(status.rawValue) }
  }

  private var jobs: Int { search.jobs ?? 1 }

  /// The services whose turn it is, of those that the manifests list.
  private var services: [BatchService] {
    get throws {
      let base = FindRequest(service: .command([]), check: HealthCheck())
      var request = try search.completing(base, in: environment.directories)
      // Services run side by side, each in one environment.
      request.jobs = 1
      let manifest = try Manifest(contentsOf: manifests, base: request)
      for key in manifest.ignoredKeys {
        StandardError.write("note: the key '\(key.terminalSafe)' means nothing to cinch and is ignored")
      }
      return manifest.services.filter { batch.shard?.contains($0.name) ?? true }
    }
  }

  private var action: any BatchAction {
    let context = BatchContext(
      files: batch.files, directories: environment.directories,
      mode: batch.fresh ? .fresh : records.begun.map { .since($0) } ?? .automatic,
      place: environment.provider(actProgram: nil), presentation: .ofCommands,
      recipes: { try RecipeOptions.library() }
    ) { [environment] in try environment.provider() }
    return switch batch.action {
    case .find: BatchFind(in: context)
    case .check: BatchCheck(in: context, repairs: batch.repair, tightens: batch.tighten)
    case .apply: BatchApply(in: context, scope: environment.manager.scope)
    }
  }

  private var records: BatchRecords { BatchRecords(in: batch.outputDir, of: batch.action, shard: batch.shard) }

  /// Prints what would be done.
  private func plan(_ services: [BatchService]) async throws {
    let workflow = BatchWorkflow(services, doing: action, recordedIn: records, fresh: batch.fresh)
    let plan = BatchPlan(batch.action, Array(zip(services, try workflow.plan())))
    try await view.print(Report(plan))
  }
}
