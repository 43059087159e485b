import ArgumentParser
import Foundation
import Profiles
import Reports
import Workflows

/// The options that say what a check tries, and what it writes.
struct CheckOptions: ParsableArguments {
  @Flag(help: "Write the profile without what broke.")
  var repair = false

  @Flag(help: "Try what the profile does not keep as well.")
  var tighten = false

  @Option(
    help: ArgumentHelp(
      "Bring the sandbox to this margin: what it denies and the service is known to use is given up, with --repair."))
  var margin: Margin?

  @Option(
    help: ArgumentHelp(
      "End with 2 where a sandbox that holds leaves more exposure than this, 0 to 10.",
      discussion:
        "Both figures count: that of systemd-analyze security, and that of what was seen to be denied, without the acts that the profile accepts.",
      valueName: "figure"))
  var threshold: Double?

  @Option(
    help: ArgumentHelp("Write the new profile here rather than in the old one's place.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(help: ArgumentHelp("Write the result for test runners here.", valueName: "file"), completion: .file())
  var junit: String?

  @Option(
    help: ArgumentHelp(
      "Write the result for Prometheus here, for node_exporter's textfile collector.", valueName: "file"),
    completion: .file())
  var prometheus: String?

  @Option(
    help: ArgumentHelp("Write the result for code scanning here, as SARIF.", valueName: "file"), completion: .file())
  var sarif: String?

  @Flag(help: "End with 0 whatever was found: the report alone tells.")
  var reportOnly = false

  @Flag(help: "Write the result into the journal as well: 'journalctl CINCH_UNIT=NAME' shows it.")
  var journal = false

  @Option(
    help: ArgumentHelp(
      "How many labs run trials side by side. (default: as many as memory and processors allow)", valueName: "number"))
  var jobs: Int?

  @Option(help: ArgumentHelp("How many runs without restrictions come first.", valueName: "number"))
  var baselines = 2

  @Option(
    help: ArgumentHelp(
      "How many runs of what holds, as a drop-in on the unit itself, come last.", valueName: "number"))
  var confirmations = 1

  @Flag(name: .shortAndLong, help: "Say nothing but warnings while working.")
  var quiet = false

  func validate() throws {
    try RunCounts(jobs: jobs, baselines: baselines, confirmations: confirmations).validate()
    if let threshold, !(0...10).contains(threshold) {
      throw ValidationError("--threshold takes a figure from 0 to 10, not \(threshold)")
    }
    guard output == nil || repair || tighten else {
      throw ValidationError("--output is for the profile that --repair or --tighten make; add one of them")
    }
    guard !reportOnly || threshold == nil else {
      throw ValidationError("--report-only and --threshold ask for two things; leave one of them out")
    }
    try OutputPlaces(named).requireDistinct()
  }

  private var named: [(option: String, path: String)] {
    [("--output", output), ("--junit", junit), ("--sarif", sarif)].compactMap { option, path in
      path.map { (option, $0) }
    }
  }

  /// Makes sure that the results can be written, before anything is done for them.
  func checkPlaces() throws { try OutputPlaces(named).check() }

  /// The request with what the options ask.
  func completing(_ request: CheckRequest) -> CheckRequest {
    var request = request
    request.tightens = tighten
    request.margin = margin
    request.jobs = jobs
    request.baselines = baselines
    request.confirmations = confirmations
    return request
  }

  /// Writes the profile as it has to be now, if that was asked for and differs from the one that was read from `file`.
  func save(_ result: CheckResult, from file: String) throws {
    let replacement = result.replacement(repairing: repair, tightening: tighten)
    guard let profile = replacement ?? output.map({ _ in result.now }) else { return }
    try save(try profile.yaml(), to: output ?? file)
  }

  /// Writes the result for test runners, if that was asked for.
  func saveJUnit(_ suites: [JUnitSuite]) throws {
    if let junit { try save(JUnitFile().text(of: suites), to: junit) }
  }

  /// Writes the result for code scanning, if that was asked for.
  func saveSARIF(_ reports: [CheckReport]) throws {
    if let sarif { try save(try Report(reports).text(as: .sarif, for: Terminal(isInteractive: false)), to: sarif) }
  }

  /// Writes the result for Prometheus, if that was asked for. What the file says of profiles that were left out stays.
  func savePrometheus(_ reports: [CheckReport], keeping leftOut: [String]) throws {
    guard let prometheus else { return }
    let before = (try? String(contentsOfFile: prometheus, encoding: .utf8)) ?? ""
    try save(
      PrometheusCheck(at: CommandContext.current.now(), before: before, keeping: leftOut).text(of: reports),
      to: prometheus)
  }

  private func save(_ text: String, to path: String) throws {
    try OutputFile(path, isPrivate: true).write(text)
  }
}
