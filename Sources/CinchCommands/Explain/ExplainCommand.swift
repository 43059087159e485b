import Profiles
import ArgumentParser
import Reports
import Sandboxing
import Workflows

/// `cinch explain`: why is a directive kept, or not?
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say why a profile keeps a directive or does not.",
    discussion: """
      Of what is rejected, shows what the failed trial left; of what is kept, what it takes from an attacker, and which \
      act proved that it is enforced.
      """)

  @Argument(help: "The profile, as cinch find --profile wrote it.", completion: .file(extensions: ["yaml", "yml"]))
  var profile: String

  @Argument(
    help: ArgumentHelp("What to explain (default: everything).", valueName: "directive[=value]"),
    transform: SearchOptions.selection)
  var selection: Selection?

  @OptionGroup(title: "Output") var view: ViewOptions

  func run() async throws {
    let explanations = Explanation.all(in: try Profile(contentsOfFile: profile), of: selection)
    guard !explanations.isEmpty else {
      throw ValidationError("the profile says nothing of that; see 'cinch explain \(profile)' for all it says")
    }
    let exporter: any Exporter<[Explanation]> =
      view.json ? JSONExplanation() : TerminalExplanation(for: view.terminal)
    try await view.print(exporter.text(of: explanations))
  }
}
