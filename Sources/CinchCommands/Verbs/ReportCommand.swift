import ArgumentParser
import Foundation
import Profiles
import Reports
import Sandboxing
import Workflows

/// `cinch report`: what a saved profile says, in the form that is needed.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Show a saved profile as text, JSON, Markdown or HTML.",
    discussion: "Nothing is run: the report tells what the find or the check that wrote the profile has found.")

  @Argument(
    help: "The profile, as 'cinch find --profile' wrote it.", completion: .file(extensions: ["yaml", "yml"]))
  var profile: String

  @Option(help: "The form of the report.")
  var format: ReportFormat = .text

  @Option(
    help: ArgumentHelp("Write the report here, instead of to standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(help: "Show all that is known of each directive.")
  var full = false

  @Flag(help: "Do not pipe long output into a pager.")
  var noPager = false

  func validate() throws {
    guard !full || format == .text else {
      throw ValidationError("--full is for --format text; the other forms show everything")
    }
  }

  func run() async throws {
    let report = FindReport(try Profile(contentsOfFile: profile))
    let terminal = output == nil ? CommandContext.current.output : Terminal(isInteractive: false)
    let next = ["cinch apply \(profile.terminalSafe): on the unit itself, taken back if it fails"]
    let page = try Report(report, full: full, next: next).written(as: format, for: terminal)
    if let output {
      try OutputFile(output, isPrivate: true).write(page)
    } else {
      try await Pager(isWanted: !noPager && format == .text, isInteractive: terminal.isInteractive).print(page)
    }
  }
}
