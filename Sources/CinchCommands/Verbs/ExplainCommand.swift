import ArgumentParser
import Profiles
import Reports
import Sandboxing
import Subprocess
import Systemd

/// `cinch explain`: why is a directive kept, or not?
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say why a profile keeps a directive or does not.",
    discussion: """
      Of what is rejected, shows what the failed trial left; of what is kept, what it takes from an attacker, and which \
      act proved that it is enforced. Which system calls are in which groups, this machine's systemd-analyze says.
      """)

  @Argument(help: "The profile, as cinch find --profile wrote it.", completion: .file(extensions: ["yaml", "yml"]))
  var profile: String

  @Argument(
    help: ArgumentHelp(
      "What to explain (default: everything): a directive, or what one of them denies, as CAP_CHOWN, @mount, umount2, AF_INET.",
      valueName: "directive[=value]"),
    completion: .directives)
  var name: String?

  @OptionGroup(title: "Output") var view: ViewOptions

  func run() async throws {
    let read = try Profile(contentsOfFile: profile)
    let groups = await Self.systemCallGroups()
    guard let name else { return try await view.print(Report(Explanation.all(in: read, groups: groups), of: read)) }
    let selection = Selection(parsing: name)
    let named = selection.map { Explanation.all(in: read, of: $0, groups: groups) } ?? []
    if !named.isEmpty { return try await view.print(Report(named)) }
    let member = selection.map { $0.value ?? "" } ?? name
    let systemd = await Version.systemd()
    let other = systemd == read.environment.systemd ? nil : systemd
    if let answer = Explanation.Answer(about: member, in: read, groups: groups, of: other) {
      return try await view.print(Report(answer.explanations, answering: answer))
    }
    let others = selection == nil ? Explanation.all(in: read, withWord: member) : []
    guard others.isEmpty else { return try await view.print(Report(others)) }
    throw ValidationError(
      "the profile says nothing of '\(name)'\(meant(by: name, selection, in: read, groups)); see 'cinch explain \(profile)' for all it says"
    )
  }

  /// What somebody may have meant, and what is missing to tell.
  private func meant(
    by name: String, _ selection: Selection?, in profile: Profile, _ groups: [String: [String]]
  ) -> String {
    let names = Explanation.names(in: profile) + Catalogue.namedMembers + groups.keys + groups.values.joined()
    let question = selection == nil ? SimilarNames.question(about: name, among: Set(names).sorted()) : ""
    return groups.isEmpty
      ? question + ", and systemd-analyze, which knows the groups of system calls, does not run" : question
  }

  /// Which calls are in which groups, by this machine's systemd; nothing where it has none.
  private static func systemCallGroups() async -> [String: [String]] {
    let result = try? await Subprocess.run(
      .name("systemd-analyze"), arguments: ["syscall-filter", "--no-pager"], output: .string(limit: 1 << 20),
      error: .discarded)
    return SystemCallGroups.parse(result?.standardOutput ?? "")
  }
}
