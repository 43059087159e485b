import ArgumentParser
import Foundation
import Reports

/// The options that say how results are shown; the same for every command that has results.
struct ViewOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The form of the result. (default: text)", valueName: "form"))
  var format: ReportFormat?

  @Flag(help: "The same as --format json.")
  var json = false

  @Flag(help: "Do not pipe long output into a pager.")
  var noPager = false

  /// What standard output is.
  var terminal: Terminal { Terminal(of: STDOUT_FILENO, environment: ProcessInfo.processInfo.environment) }

  func validate() throws {
    guard !json || format == nil || format == .json else {
      throw ValidationError("--json and --format ask for two forms; leave one of them out")
    }
  }

  /// Prints a result on standard output, in the form that was asked for.
  ///
  /// - Throws: `ValidationError` where the result does not have it, ``StreamError`` where it cannot be printed.
  func print<Subject>(_ subject: Subject, as forms: ReportForms<Subject>) async throws {
    let form = format ?? (json ? .json : .text)
    let text = try forms.text(of: subject, as: form)
    try await Pager(isWanted: !noPager && form == .text, isInteractive: terminal.isInteractive).print(text)
  }
}
