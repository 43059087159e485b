import Profiles
import ArgumentParser
import Foundation
import Ledger
import Reports
import Systemd
import Trials
import Workflows

/// `cinch check`: does a saved sandbox still hold?
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Test saved sandboxes on their services as they are now.",
    discussion: """
      Ends with 0 where every sandbox holds. Where one does not, finds the least that has to be given up, says why, and \
      ends with 2.
      """)

  @Argument(
    help: ArgumentHelp("Profiles, as 'cinch find --profile' wrote them.", valueName: "profile"),
    completion: .file(extensions: ["yaml", "yml"]))
  var files: [String] = []

  @Option(
    help: ArgumentHelp(
      "Test the restrictions that this unit has by itself, instead of a profile's.", valueName: "name"),
    transform: CheckCommand.unitName)
  var unit: String?

  @OptionGroup(title: "What works means, with --unit") var health: HealthOptions
  @OptionGroup(title: "What is tried") var check: CheckOptions
  @OptionGroup(title: "Where") var environment: EnvironmentOptions
  @OptionGroup(title: "Interrupted runs") var resume: ResumeOptions
  @OptionGroup(title: "Results") var view: ViewOptions

  func validate() throws {
    guard (unit == nil) != files.isEmpty else {
      throw ValidationError("name profiles, or one unit with --unit")
    }
    guard unit == nil || check.output != nil || !check.repair && !check.tighten else {
      throw ValidationError("with --unit there is no profile to change; say with --output where to write one")
    }
    guard check.output == nil || unit != nil || files.count == 1 else {
      throw ValidationError("--output is for one profile; leave it out to repair each in its place")
    }
    try environment.validate(jobs: check.jobs)
  }

  func run() async throws {
    let provider = try environment.provider()
    var reports: [CheckReport] = []
    var firstFailure: (any Error)?
    for (file, request) in try await requests(in: provider) {
      let outcome: CheckReport.Outcome
      do {
        let result = try await result(of: request, in: provider)
        try check.save(result, from: file)
        outcome = .result(result)
      } catch let error as Interrupted {
        throw error
      } catch {
        firstFailure = firstFailure ?? error
        outcome = .failed("\(error)")
      }
      reports.append(CheckReport(file: file, unit: request.profile.service.unit, outcome))
    }
    try check.saveJUnit(reports.map(JUnitSuite.init))
    try await view.print(
      reports,
      as: ReportForms([
        .text: { TerminalCheck(for: view.terminal) }, .json: { JSONCheck() }, .junit: { JUnitCheck() },
      ]))
    try end(with: reports.map(\.verdict), firstFailure)
  }

  /// What is checked, each with what reports call its source.
  private func requests(in provider: any EnvironmentProvider) async throws -> [(source: String, CheckRequest)] {
    var requests = try files.map { ($0, CheckRequest(try Profile(contentsOfFile: $0))) }
    if let unit {
      let health = health.check
      let own = try await untilSignalled {
        try await CheckRequest(ownRestrictionsOf: unit, check: health, in: provider)
      }
      requests.append(("its own restrictions", own))
    }
    return requests.map { ($0.0, check.completing($0.1)) }
  }

  private func result(of request: CheckRequest, in provider: any EnvironmentProvider) async throws -> CheckResult {
    let registry = try RunRegistry(in: StandardDirectories.system.state, place: environment.identity, mode: resume.mode)
    let lock = try environment.lock(request.profile.service.reference, purpose: "check")
    defer { withExtendedLifetime(lock) {} }
    let reporter = ProgressReporter(
      unit: request.profile.service.unit, quiet: check.quiet, environment: ProcessInfo.processInfo.environment)
    return try await reporter.whileShown {
      try await untilSignalled(isResumable: true) {
        try await CheckWorkflow(request, in: provider, recordedIn: registry) { await reporter.show($0) }.run()
      }
    }
  }

  private static func unitName(_ text: String) throws -> String { try UnitName(text).description }

  /// What broke matters more than what could not be checked, and that more than what could not be told.
  private func end(with verdicts: [CheckReport.Verdict], _ failure: (any Error)?) throws {
    if verdicts.contains(.broken) { throw ExitCode(ExitStatus.regression.rawValue) }
    if let failure { throw failure }
    if verdicts.contains(.undecided) { throw ExitCode(ExitStatus.incomplete.rawValue) }
  }
}
