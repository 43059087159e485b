import ArgumentParser
import Reports

/// The options that say how results are shown; the same for every command that has results.
struct ViewOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The form of the result. (default: text)", valueName: "form"))
  var format: ReportFormat?

  @Flag(help: "The same as --format json.")
  var json = false

  @Flag(help: "Do not pipe long output into a pager.")
  var noPager = false

  func validate() throws { try ReportFormat.requireOne(format, json: json) }

  /// Prints a result on standard output, in the form that was asked for.
  ///
  /// - Throws: `ValidationError` where the result does not have it, ``StreamError`` where it cannot be printed.
  func print(_ report: Report) async throws {
    let form = format ?? (json ? .json : .text)
    let terminal = CommandContext.current.output
    let text = try report.written(as: form, for: terminal)
    try await Pager(isWanted: !noPager && form == .text, isInteractive: terminal.isInteractive).print(text)
  }
}

extension ReportFormat: ExpressibleByArgument {
  /// Makes sure that only one form is asked for.
  ///
  /// - Throws: `ValidationError`.
  static func requireOne(_ format: ReportFormat?, json: Bool) throws {
    guard !json || format == nil || format == .json else {
      throw ValidationError("--json and --format ask for two forms; leave one of them out")
    }
  }
}

extension Report {
  /// The report in the form that was asked for on the command line.
  ///
  /// - Throws: `ValidationError` where these results do not have it, and what an encoder throws.
  func written(as format: ReportFormat, for terminal: Terminal) throws -> String {
    do {
      return try text(as: format, for: terminal)
    } catch let error as NoSuchForm {
      throw ValidationError(error.description)
    }
  }
}
