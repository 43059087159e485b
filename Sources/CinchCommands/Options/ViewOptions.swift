import ArgumentParser
import Foundation
import Reports

/// The options that say how results are shown; the same for every command that has results.
struct ViewOptions: ParsableArguments {
  @Flag(help: "Print the result as JSON.")
  var json = false

  @Flag(help: "Do not pipe long output into a pager.")
  var noPager = false

  /// What standard output is.
  var terminal: Terminal { Terminal(of: STDOUT_FILENO, environment: ProcessInfo.processInfo.environment) }

  /// Prints a result on standard output.
  ///
  /// - Throws: ``StreamError`` where it cannot be printed.
  func print(_ text: String) async throws {
    try await Pager(isWanted: !noPager && !json, isInteractive: terminal.isInteractive).print(text)
  }
}
