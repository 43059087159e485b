import ArgumentParser
import Foundation
import Reports

/// The options that say how results are shown; the same for every command that has results.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print JSON, for programs.")
  var json = false

  @Flag(inversion: .prefixedNo, help: "Show long output in a pager, where somebody looks at it.")
  var pager = true

  /// What standard output is.
  var terminal: Terminal { Terminal(of: STDOUT_FILENO, environment: ProcessInfo.processInfo.environment) }

  /// Prints a result on standard output.
  func print(_ text: String) async {
    await Pager(isWanted: pager && !json, isInteractive: terminal.isInteractive).print(text)
  }
}
