import ArgumentParser
import Foundation
import Reports
import Workflows

/// The options that say where results go, and how much is said meanwhile.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print the result as JSON.")
  var json = false

  @Option(help: ArgumentHelp("Write the drop-in here; '-' prints nothing else.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Write the profile, which 'cinch check' reads, here.", valueName: "file"))
  var profile: String?

  @Option(help: ArgumentHelp("Write a report for a browser here.", valueName: "file"))
  var html: String?

  @Option(help: ArgumentHelp("Write a report in Markdown here.", valueName: "file"))
  var markdown: String?

  @Flag(help: "Write directives that others imply into the drop-in as well.")
  var explicit = false

  @Flag(name: .long, help: "Show in the report all that is known of each directive.")
  var full = false

  @Flag(help: "Do not pipe the report into a pager.")
  var noPager = false

  @Flag(name: .shortAndLong, help: "Say nothing but warnings while working.")
  var quiet = false

  func validate() throws {
    guard !(json && output == "-") else {
      throw ValidationError("--json and '--output -' both want standard output; give the drop-in a file")
    }
    try OutputPlaces(named).requireDistinct()
  }
}

extension OutputOptions {
  /// The files that the result is written into, by their options.
  private var named: [(option: String, path: String)] {
    [("--output", output == "-" ? nil : output), ("--profile", profile), ("--html", html), ("--markdown", markdown)]
      .compactMap { option, path in path.map { (option, $0) } }
  }

  /// Makes sure that the results can be written, before anything is done for them.
  func checkPlaces() throws { try OutputPlaces(named).check() }

  /// Who tells of progress, on standard error.
  func reporter(for service: String) -> ProgressReporter {
    ProgressReporter(unit: service, quiet: quiet, environment: ProcessInfo.processInfo.environment)
  }

  /// Writes the result in every form that was asked for.
  func write(_ report: FindReport) async throws {
    if let profile { try save(try report.profile.yaml(), to: profile) }
    if let html { try save(try HTMLFind().text(of: report), to: html) }
    if let markdown { try save(MarkdownFind().text(of: report), to: markdown) }
    if let output, output != "-" { try OutputFile(output).write(report.dropIn ?? "") }
    if output == "-" {
      try StandardStream.output.write(report.dropIn ?? "")
    } else if json {
      try StandardStream.output.write(try JSONFind().text(of: report))
    } else {
      try await show(report)
    }
  }

  private func show(_ report: FindReport) async throws {
    let environment = ProcessInfo.processInfo.environment
    let terminal = Terminal(of: STDOUT_FILENO, environment: environment)
    var text = TerminalFind(for: terminal, showsEverything: full).text(of: report)
    if output == nil, let dropIn = report.dropIn { text += "\n" + dropIn }
    let pager = Pager(
      isInteractive: terminal.isInteractive, isWanted: !noPager, environment: environment, isPrivileged: geteuid() == 0)
    try await pager.print(text)
  }

  private func save(_ text: String, to path: String) throws {
    try OutputFile(path, isPrivate: true).write(text)
  }
}
