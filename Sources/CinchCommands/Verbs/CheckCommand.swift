import ArgumentParser
import Foundation
import Ledger
import Profiles
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
      ends with 2; so it does above --threshold, and never with --report-only.
      """)

  @Argument(
    help: ArgumentHelp("Profiles, as 'cinch find --profile' wrote them.", valueName: "profile"),
    completion: .file(extensions: ["yaml", "yml"]))
  var files: [String] = []

  @Flag(help: "Test every profile in \(StandardDirectories.system.configuration)/profiles.")
  var all = false

  @Flag(
    help: ArgumentHelp(
      "Only what was upgraded since its last check.",
      discussion: "Leaves out the profiles whose package, C library, systemd and kernel are what they were then."))
  var upgraded = false

  @Option(
    help: ArgumentHelp(
      "Test the restrictions that this unit has by itself, instead of a profile's.", valueName: "name"),
    completion: .units, transform: CheckCommand.unitName)
  var unit: String?

  @Flag(
    help: ArgumentHelp(
      "Only say which settings of the unit undo each other, with --unit; nothing is started.",
      discussion: "What a setting promises and another takes back, with what to do about it."))
  var lint = false

  @OptionGroup(title: "What works means, with --unit") var health: HealthOptions
  @OptionGroup(title: "What is tried") var check: CheckOptions
  @OptionGroup(title: "Where") var environment: EnvironmentOptions
  @OptionGroup(title: "Interrupted runs") var resume: ResumeOptions
  @OptionGroup(title: "Results") var view: ViewOptions

  func validate() throws {
    guard [unit != nil, !files.isEmpty, all].count(where: { $0 }) == 1 else {
      throw ValidationError("name profiles, or one unit with --unit, or all that are installed with --all")
    }
    guard unit == nil || !upgraded else {
      throw ValidationError("--upgraded is about profiles; leave it out with --unit")
    }
    guard !lint || unit != nil else { throw ValidationError("--lint is about a unit; name it with --unit") }
    guard unit == nil || check.output != nil || !check.repair && !check.tighten else {
      throw ValidationError("with --unit there is no profile to change; say with --output where to write one")
    }
    guard check.output == nil || unit != nil || files.count == 1 && !all else {
      throw ValidationError("--output is for one profile; leave it out to repair each in its place")
    }
    try environment.validate(jobs: check.jobs)
  }

  func run() async throws {
    let provider = try environment.provider()
    if let unit, lint {
      let found = try await untilSignalled { try await UnitLint(of: unit, in: provider) }
      return try await view.print(Report(found))
    }
    try check.checkPlaces()
    let requests = try await requests(in: provider)
    var firstFailure: (any Error)? = requests.unread.first?.error
    // Nobody knows whose an unread profile is; its name mostly tells.
    var reports = requests.unread.map { file, error in
      let name = URL(filePath: file).deletingPathExtension().lastPathComponent
      return CheckReport(file: file, unit: name, .failed("\(error)"))
    }
    for report in reports { tell(report) }
    for (file, request) in requests.due {
      let outcome: CheckReport.Outcome
      do {
        if let failure = requests.failure { throw failure }
        let result = try await result(of: request, in: provider)
        try check.save(result, from: file)
        outcome = .result(result)
      } catch let error as Interrupted {
        throw error
      } catch {
        firstFailure = firstFailure ?? error
        outcome = .failed("\(error)")
      }
      let report = CheckReport(file: file, unit: request.profile.service.unit, outcome)
      reports.append(report)
      tell(report)
    }
    try check.saveJUnit(reports.map(JUnitSuite.init))
    try check.saveSARIF(reports)
    try check.savePrometheus(reports, keeping: requests.leftOut)
    try await view.print(Report(reports))
    try end(with: reports, firstFailure)
  }

  /// Writes a report into the journal, if that was asked for.
  private func tell(_ report: CheckReport) {
    if check.journal { JournalMessage(fields: JournalCheck().fields(of: report)).send() }
  }

  /// What a run is about.
  private struct Requests {
    /// What is checked, each with what reports call its source.
    var due: [(source: String, request: CheckRequest)] = []
    /// The sources of what need not be.
    var leftOut: [String] = []
    /// Profiles that cannot be read: one that somebody left where all are is no reason not to check the others.
    var unread: [(file: String, error: ProfileError)] = []
    /// Why nothing can be checked at all: every report has to say so, for whoever reads only those.
    var failure: (any Error)?
  }

  private func requests(in provider: any EnvironmentProvider) async throws -> Requests {
    var requests = Requests()
    if let unit {
      let health = health.check
      let own = try await untilSignalled {
        try await CheckRequest(ownRestrictionsOf: unit, check: health, in: provider)
      }
      requests.due = [("its own restrictions", check.completing(own))]
      return requests
    }
    let files = all ? InstalledProfiles(in: environment.directories.configuration).files : files
    guard !files.isEmpty else {
      throw ValidationError(
        "\(environment.directories.configuration)/profiles has no profile; put there what 'cinch find --profile' writes"
      )
    }
    var profiles: [(file: String, profile: Profile)] = []
    for file in files {
      do {
        profiles.append((file, try Profile(contentsOfFile: file)))
      } catch {
        guard all else { throw error }
        requests.unread.append((file, error))
      }
    }
    requests.due = profiles.map { ($0.file, check.completing(CheckRequest($0.profile))) }
    guard upgraded else { return requests }
    let isDue: [Bool]
    do {
      let history = try CheckHistory(in: environment.directories.state)
      isDue = try await untilSignalled { [profiles] in
        try await history.areDue(profiles.map(\.profile), in: provider)
      }
    } catch let error as Interrupted {
      throw error
    } catch {
      requests.failure = error
      return requests
    }
    requests.leftOut = zip(profiles, isDue).filter { !$0.1 }.map(\.0.file)
    requests.due = zip(requests.due, isDue).filter(\.1).map(\.0)
    if requests.due.isEmpty, !check.quiet { StandardError.write("Nothing was upgraded since its last check.") }
    return requests
  }

  private func result(of request: CheckRequest, in provider: any EnvironmentProvider) async throws -> CheckResult {
    let registry = try RunRegistry(in: environment.directories.state, place: environment.identity, mode: resume.mode)
    let lock = try environment.lock(request.profile.service.reference, purpose: "check")
    defer { withExtendedLifetime(lock) {} }
    let reporter = ProgressReporter(unit: request.profile.service.unit, quiet: check.quiet)
    return try await reporter.whileShown {
      try await untilSignalled(isResumable: true) {
        try await CheckWorkflow(request, in: provider, recordedIn: registry) { await reporter.show($0) }.run()
      }
    }
  }

  private static func unitName(_ text: String) throws -> String { try UnitName(text).description }

  /// What broke matters more than what could not be checked, and that more than what could not be told.
  private func end(with reports: [CheckReport], _ failure: (any Error)?) throws {
    if check.reportOnly { return }
    let verdicts = reports.map(\.verdict)
    if let threshold = check.threshold {
      let above = reports.filter { $0.isExposed(beyond: threshold) }
      for report in above {
        StandardError.write("\(report.unit): its exposure is above \(threshold).")
      }
      if !above.isEmpty { throw ExitCode(ExitStatus.regression.rawValue) }
    }
    if verdicts.contains(.broken) { throw ExitCode(ExitStatus.regression.rawValue) }
    if let failure { throw failure }
    if verdicts.contains(.undecided) { throw ExitCode(ExitStatus.incomplete.rawValue) }
  }
}

/// The profiles that an administrator has put where `cinch check --all` and cinch-check.service find them.
struct InstalledProfiles {
  /// Their paths, by name.
  let files: [String]

  /// The profiles of a configuration directory; none where it has no folder for them.
  init(in configuration: String) {
    let folder = "\(configuration)/profiles"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    files = names.filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }.sorted()
      .map { "\(folder)/\($0)" }
  }
}
