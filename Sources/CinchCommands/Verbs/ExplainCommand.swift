import ArgumentParser
import Profiles
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
    help: ArgumentHelp(
      "What to explain (default: everything): a directive, or what one of them denies, as CAP_CHOWN, @mount, AF_INET.",
      valueName: "directive[=value]"),
    completion: .directives)
  var name: String?

  @OptionGroup(title: "Output") var view: ViewOptions

  func run() async throws {
    let explanations = try explanations(in: try Profile(contentsOfFile: profile))
    try await view.print(Report(explanations))
  }

  private func explanations(in profile: Profile) throws -> [Explanation] {
    guard let name else { return Explanation.all(in: profile) }
    let selection = Selection(parsing: name)
    let explanations =
      selection.map { Explanation.all(in: profile, of: $0) } ?? Explanation.all(in: profile, ofMember: name)
    guard explanations.isEmpty else { return explanations }
    let meant = selection == nil ? SimilarNames.question(about: name, among: Explanation.names(in: profile)) : ""
    throw ValidationError(
      "the profile says nothing of '\(name)'\(meant); see 'cinch explain \(self.profile)' for all it says")
  }
}
