import ArgumentParser
import Foundation
import Reports
import Sandboxing
import Workflows

/// `cinch directives`: the catalogue, and what a system does of it.
struct DirectivesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "directives",
    abstract: "Show what can be restricted, and what of it a system really enforces.",
    discussion: """
      systemd accepts directives that the kernel, the control groups or its own build cannot enforce, and says nothing. \
      With --witness each restriction's act is performed without and with it: what is denied only with it is enforced.
      """)

  @Flag(help: "Prove for each restriction whether it is enforced.")
  var witness = false

  @Option(help: "How far into groups of system calls to go.")
  var depth: Scope.Depth = .groups

  @Option(help: "The plan for the file system whose restrictions are listed.")
  var filesystem: Scope.FileSystemPlan = .strict

  @OptionGroup(title: "Output") var view: ViewOptions
  @OptionGroup(title: "Place") var environment: EnvironmentOptions

  func run() async throws {
    var scope = Scope()
    scope.depth = depth
    scope.fileSystem = filesystem
    let provider = environment.provider(actProgram: witness ? try Programs.act() : nil)
    let survey = try await untilSignalled { [scope, witness] in
      try await Survey(of: provider, witnessing: witness, scope: scope)
    }
    let report = CatalogueReport(on: survey.platform, enforcement: survey.enforcement, scope: scope)
    try await view.print(Report(report))
  }
}
