import ArgumentParser
import Foundation
import Ledger
import Logging
import Reports
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
  var files: [String]

  @OptionGroup(title: "What is tried") var check: CheckOptions
  @OptionGroup(title: "Where") var place: PlaceOptions
  @OptionGroup(title: "Interrupted runs") var resume: ResumeOptions
  @OptionGroup(title: "Results") var view: ViewOptions

  func validate() throws {
    guard check.output == nil || files.count == 1 else {
      throw ValidationError("--output is for one profile; leave it out to repair each in its place")
    }
    guard place.chosen == .lab || check.jobs == 1 else {
      throw ValidationError("with --host only one trial can run at a time; leave --jobs out")
    }
  }

  func run() async throws {
    let profiles = try files.map { try Profile(contentsOfFile: $0) }
    var reports: [CheckReport] = []
    var firstFailure: (any Error)?
    for (file, profile) in zip(files, profiles) {
      let outcome: CheckReport.Outcome
      do {
        let result = try await result(of: profile)
        try check.save(result, from: file)
        outcome = .result(result)
      } catch let error as Interrupted {
        throw error
      } catch {
        firstFailure = firstFailure ?? error
        outcome = .failed("\(error)")
      }
      reports.append(CheckReport(file: file, unit: profile.service.unit, outcome))
    }
    try check.saveJUnit(reports.map(JUnitSuite.init))
    let exporter: any Exporter<[CheckReport]> = view.json ? JSONCheck() : TerminalCheck(for: view.terminal)
    await view.print(try exporter.text(of: reports))
    try end(with: reports.map(\.verdict), firstFailure)
  }

  private func result(of profile: Profile) async throws -> CheckResult {
    let request = check.request(for: profile)
    let places = try place.places(log: Logger(label: "cinch"))
    let book = try RunBook(in: StandardDirectories.system.state, place: place.identity, mode: resume.mode)
    let reporter = ProgressReporter(
      unit: profile.service.unit, quiet: check.quiet, environment: ProcessInfo.processInfo.environment)
    return try await reporter.whileShown {
      try await untilSignalled {
        try await CheckWorkflow(request, in: places, recordedIn: book) { await reporter.show($0) }.run()
      }
    }
  }

  /// What broke matters more than what could not be checked, and that more than what could not be told.
  private func end(with verdicts: [CheckReport.Verdict], _ failure: (any Error)?) throws {
    if verdicts.contains(.broken) { throw ExitCode(ExitStatus.regression.rawValue) }
    if let failure { throw failure }
    if verdicts.contains(.undecided) { throw ExitCode(ExitStatus.incomplete.rawValue) }
  }
}
