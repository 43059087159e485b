import ArgumentParser
import Foundation
import Ledger
import Profiles
import Reports
import Trials
import Workflows

/// `cinch find`: how tight can a service's sandbox be?
struct FindCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find",
    abstract: "Find the tightest sandbox that a service works with.",
    discussion: """
      Runs the service without restrictions first, then adds directives, probes its health after each start, and keeps \
      whatever does not break it. The report goes to standard output, progress to standard error.

      SERVICE is a unit's name, a unit file's path, or, after '--', a command line.
      """)

  @Argument(help: "A unit's name, or a unit file's path (with a slash in it).", completion: .units)
  var service: String?

  @Argument(parsing: .postTerminator, help: "A command line to run as a service.")
  var command: [String] = []

  @Option(
    name: .customLong("verify"),
    help: ArgumentHelp(
      "Find nothing, but run the trials again that this profile rests on.",
      discussion: "Ends with 2 where its sandbox fails, with 3 where a proof that something breaks the service passes.",
      valueName: "profile"),
    completion: .file(extensions: ["yaml", "yml"]))
  var verifiedProfile: String?

  @OptionGroup(title: "What works means") var health: HealthOptions
  @OptionGroup(title: "What is tried") var search: SearchOptions
  @OptionGroup(title: "Where") var environment: EnvironmentOptions
  @OptionGroup(title: "Interrupted runs") var resume: ResumeOptions
  @OptionGroup(title: "Results") var output: OutputOptions

  func validate() throws {
    if verifiedProfile != nil {
      guard service == nil, command.isEmpty else {
        throw ValidationError("a profile names its service; leave it out with --verify")
      }
    } else if (service == nil) != command.isEmpty {
      _ = try reference
    } else {
      throw ValidationError("name one service: a unit, a unit file's path, or a command line after '--'")
    }
    try environment.validate(jobs: search.jobs)
  }

  func run() async throws {
    if let verifiedProfile { return try await verify(verifiedProfile) }
    try output.checkPlaces()
    let request = try request
    let result = try await result(of: request)
    // What the run held, labs and its lock on the service, is given back by now: a report may stay open for long.
    try await output.write(FindReport(result, explicit: output.explicit))
    if !result.profile.undecided.isEmpty { throw ExitCode(ExitStatus.incomplete.rawValue) }
  }

  private func result(of request: FindRequest) async throws -> FindResult {
    let provider = try environment.provider()
    let lock = try environment.lock(request.service, purpose: "find")
    defer { withExtendedLifetime(lock) {} }
    let registry = try RunRegistry(
      in: CommandContext.current.system.state, place: environment.identity, mode: resume.mode)
    let reporter = output.reporter(for: service ?? command.joined(separator: " "))
    if let advice = request.advice { await reporter.show(.warning(advice)) }
    return try await reporter.whileShown {
      try await untilSignalled(isResumable: true) {
        try await FindWorkflow(request, in: provider, recordedIn: registry) { await reporter.show($0) }.run()
      }
    }
  }

  private var request: FindRequest {
    get throws { try search.completing(FindRequest(service: try reference, check: health.check)) }
  }

  private var reference: ServiceReference {
    get throws {
      guard let service else { return .command(command) }
      do {
        return try ServiceReference(parsing: service)
      } catch {
        throw ValidationError(error.description)
      }
    }
  }
}

extension FindCommand {
  /// Runs the trials again that a profile rests on, instead of finding anything.
  func verify(_ file: String) async throws {
    let profile = try Profile(contentsOfFile: file)
    let provider = try environment.provider()
    let lock = try environment.lock(profile.service.reference, purpose: "find")
    defer { withExtendedLifetime(lock) {} }
    let reporter = output.reporter(for: profile.service.unit)
    let result = try await reporter.whileShown {
      try await untilSignalled {
        try await VerifyWorkflow(profile, in: provider, jobs: search.jobs) { await reporter.show($0) }.run()
      }
    }
    let text = try Report(result).written(as: output.form, for: CommandContext.current.output)
    try StandardStream.output.write(text)
    guard result.verification.keptPasses else { throw ExitCode(ExitStatus.regression.rawValue) }
    guard result.holds else { throw ExitCode(ExitStatus.incomplete.rawValue) }
  }
}
