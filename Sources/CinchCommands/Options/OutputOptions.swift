import ArgumentParser
import Foundation
import Reports
import Sandboxing
import Workflows

/// The options that say where results go, and how much is said meanwhile.
struct OutputOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The form of the result on standard output. (default: text)", valueName: "form"))
  var format: ReportFormat?

  @Flag(help: "The same as --format json.")
  var json = false

  @Option(
    help: ArgumentHelp("Write the drop-in here; '-' prints nothing else.", valueName: "file"), completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp("Write the profile, which 'cinch check' reads, here.", valueName: "file"), completion: .file())
  var profile: String?

  @Option(help: ArgumentHelp("Write a report for a browser here.", valueName: "file"), completion: .file())
  var html: String?

  @Option(help: ArgumentHelp("Write a report in Markdown here.", valueName: "file"), completion: .file())
  var markdown: String?

  @Flag(help: "Write directives that others imply into the drop-in as well.")
  var explicit = false

  @Flag(name: .long, help: "Show in the report all that is known: the evidence, and what was not tried.")
  var full = false

  @Flag(help: "Do not pipe the report into a pager.")
  var noPager = false

  @Flag(name: .shortAndLong, help: "Say nothing but warnings while working.")
  var quiet = false

  func validate() throws {
    try ReportFormat.requireOne(format, json: json)
    guard form == .text || output != "-" else {
      throw ValidationError(
        "--\(json ? "json" : "format") and '--output -' both want standard output; give the drop-in a file")
    }
    guard form != .junit else {
      throw ValidationError("a find has no form 'junit'; --format takes text, json, markdown, html")
    }
    try OutputPlaces(named).requireDistinct()
  }
}

extension OutputOptions {
  /// The form of what goes to standard output.
  var form: ReportFormat { format ?? (json ? .json : .text) }

  /// The files that the result is written into, by their options.
  private var named: [(option: String, path: String)] {
    [("--output", output == "-" ? nil : output), ("--profile", profile), ("--html", html), ("--markdown", markdown)]
      .compactMap { option, path in path.map { (option, $0) } }
  }

  /// Makes sure that the results can be written, before anything is done for them.
  func checkPlaces() throws { try OutputPlaces(named).check() }

  /// Who tells of progress, on standard error.
  func reporter(for service: String) -> ProgressReporter {
    ProgressReporter(unit: service, quiet: quiet)
  }

  /// Writes the result in every form that was asked for.
  func write(_ report: FindReport) async throws {
    if let profile { try save(try report.profile.yaml(), to: profile) }
    if let html { try save(try HTMLFind().text(of: report), to: html) }
    if let markdown { try save(MarkdownFind().text(of: report), to: markdown) }
    if let output, output != "-" { try OutputFile(output).write(report.dropIn ?? "") }
    if output == "-" {
      try StandardStream.output.write(report.dropIn ?? "")
    } else if form == .text {
      try await show(report)
    } else {
      try StandardStream.output.write(try Report(report).written(as: form, for: CommandContext.current.output))
    }
  }

  private func show(_ report: FindReport) async throws {
    let terminal = CommandContext.current.output
    let dropIn = output == nil ? report.dropIn : nil
    // The drop-in comes first, and where it goes into a file or a program the rest is comments: what is written by
    // `cinch find UNIT > 60-cinch.conf` is a drop-in.
    let text: String
    if terminal.isInteractive {
      text = (dropIn.map { $0 + "\n" } ?? "") + reportText(report, for: terminal, below: dropIn)
    } else if let dropIn {
      let columns = Terminal(isInteractive: false, columns: terminal.columns - 2)
      text = dropIn + "\n" + reportText(report, for: columns, below: dropIn).asComments
    } else {
      text = reportText(report, for: terminal, below: nil)
    }
    let pager = Pager(
      isInteractive: terminal.isInteractive, isWanted: !noPager, environment: CommandContext.current.environment,
      isPrivileged: CommandContext.current.isRoot)
    try await pager.print(text)
  }

  private func reportText(_ report: FindReport, for terminal: Terminal, below dropIn: String?) -> String {
    full
      ? TerminalFindInFull(for: terminal).text(of: report)
      : TerminalFind(for: terminal, isBelowDropIn: dropIn != nil, next: next).text(of: report)
  }

  /// How to go on with what was written.
  private var next: [String] {
    if let profile { return ["cinch apply \(profile.terminalSafe): on the unit itself, taken back if it fails"] }
    let keepsProfile = "--profile FILE keeps all that 'cinch apply' and 'cinch check' need"
    return output == nil ? ["--output FILE keeps the drop-in", keepsProfile] : [keepsProfile]
  }

  private func save(_ text: String, to path: String) throws {
    try OutputFile(path, isPrivate: true).write(text)
  }
}

extension String {
  /// The lines as comments of a unit file (systemd.syntax(7)).
  fileprivate var asComments: String {
    split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { $0.isEmpty ? "#\n" : "# \($0)\n" }
      .joined()
  }
}
