import ArgumentParser
import Ledger
import Profiles
import Sandboxing
import Search
import Trials
import Workflows

/// The options that say what is tried, and how.
struct SearchOptions: ParsableArguments {
  @Option(help: "How the search goes about it; the result is the same.")
  var strategy: MaximalSetSearch.Strategy = .adaptive

  @Option(
    help: ArgumentHelp(
      "How many labs run trials side by side. (default: as many as memory and processors allow)", valueName: "number"))
  var jobs: Int?

  @Flag(
    help: ArgumentHelp(
      "Try each rejected restriction on top of the whole result, too.",
      discussion: "For services with which more restrictions can break less."))
  var strict = false

  @Option(
    help: "How trials start the service: by systemd-run's own call, by systemd-run, or as the unit with a drop-in.")
  var launcher: LauncherChoice = .transient

  @Option(help: "How far into groups of system calls to go.")
  var depth: Scope.Depth = .groups

  @Flag(
    help: ArgumentHelp(
      "Deny each system call by itself, with --depth syscalls.",
      discussion:
        "Without it, calls that stand in for one another, such as openat and openat2, are denied or allowed together."))
  var noMargin = false

  @Flag(
    help: ArgumentHelp(
      "Try to have a denied system call end the process, too.",
      discussion: "Without it, the call fails with EPERM, which many programs can handle."))
  var kill = false

  @Option(
    help: "How the file system is closed: all of it read-only but for what is needed, or nothing but what is needed.")
  var filesystem: Scope.FileSystemPlan = .strict

  @Option(
    help: ArgumentHelp("Try only this. Repeatable.", valueName: "directive[=value]"), completion: .directives,
    transform: SearchOptions.selection
  )
  var only: [Selection] = []

  @Option(
    help: ArgumentHelp("Leave this out. Repeatable.", valueName: "directive[=value]"), completion: .directives,
    transform: SearchOptions.selection)
  var exclude: [Selection] = []

  @Flag(help: "Keep what passes even where it denies something that the service was seen to use.")
  var trustHealth = false

  @Option(
    help: ArgumentHelp(
      "How far the result stays away from what the service may do on another day.",
      discussion: """
        With none, it is all that the health check passes with. With usual, nothing is kept that denies what the service is known to \
        use, from its unit, its package, its program or its baseline. With wide, only what cannot matter is kept, and what \
        was asked for.
        """))
  var margin: Margin?

  @Option(
    help: ArgumentHelp(
      "Rehearse only this beside the health check. Repeatable. (default: all that the service passes without restrictions; none with --host, --margin none or --trust-health)",
      discussion: RehearsalName.allCases.map { "\($0.rawValue): \($0.summary)." }.joined(separator: "\n"),
      valueName: "name"),
    completion: .rehearsals, transform: SearchOptions.rehearsals)
  var rehearse: [[RehearsalName]] = []

  @Option(
    help: ArgumentHelp("Do not rehearse this, or all. Repeatable.", valueName: "name"), completion: .rehearsals,
    transform: SearchOptions.rehearsals)
  var noRehearse: [[RehearsalName]] = []

  @Option(help: ArgumentHelp("How many runs without restrictions come first.", valueName: "number"))
  var baselines = 3

  @Option(
    help: ArgumentHelp("How many runs of the result, as a drop-in on the unit itself, come last.", valueName: "number"))
  var confirmations = 2

  @Flag(
    help: ArgumentHelp(
      "Try a service that drops to a user as that user, with the paths that it then lacks given to it.",
      discussion:
        "By StateDirectory= and its like, and ExecStartPre=+. Their owners change where it is applied, which apply asks for; undo gives them back."
    ))
  var givePaths = false

  func validate() throws {
    guard !noMargin || depth == .syscalls else {
      throw ValidationError("--no-margin is about single system calls; add --depth syscalls")
    }
    try RunCounts(jobs: jobs, baselines: baselines, confirmations: confirmations).validate()
  }

  /// The request with what the options ask, and what the administrator leaves out.
  ///
  /// - Throws: ``SettingsError``.
  func completing(_ request: FindRequest, in directories: StandardDirectories) throws -> FindRequest {
    var request = request
    request.form = launcher.form
    let settings = try Settings(in: directories.configuration)
    request.standingExclusions = settings.exclude
    request.margin = margin ?? settings.margin ?? .usual
    request.strategy = strategy
    request.givesPaths = givePaths
    request.jobs = jobs
    request.isStrict = strict
    request.scope = scope
    request.trustsHealth = trustHealth
    request.rehearsals = RehearsalSelection(
      only: rehearse.isEmpty ? nil : rehearse.flatMap(\.self), without: noRehearse.flatMap(\.self))
    request.baselines = baselines
    request.confirmations = confirmations
    return request
  }

  /// Which restrictions the options ask for.
  private var scope: Scope {
    var scope = Scope()
    scope.depth = depth
    scope.keepsSiblings = !noMargin
    scope.killsOnDeniedCall = kill
    scope.fileSystem = filesystem
    scope.only = only.isEmpty ? nil : only
    scope.exclude = exclude
    return scope
  }

  private static func rehearsals(_ text: String) throws -> [RehearsalName] {
    guard let names = RehearsalName.named(text) else {
      let meant = SimilarNames.question(about: text, among: RehearsalName.allCases.map(\.rawValue))
      throw ValidationError("'\(text)' is no rehearsal\(meant); there are \(RehearsalName.list)")
    }
    return names
  }

  static func selection(_ text: String) throws -> Selection {
    guard let selection = Selection(parsing: text) else {
      let name = text.prefix { $0 != "=" }
      let meant = SimilarNames.question(about: String(name), among: Catalogue.directives.map(\.name))
      throw ValidationError("'\(text)' names no directive that Cinch knows\(meant); see 'cinch directives'")
    }
    guard selection.isPossible else {
      throw ValidationError(
        "'\(text)' is not one of the restrictions of \(selection.directive)\(selection.question); see 'cinch directives' for them"
      )
    }
    return selection
  }
}

/// How trials start the service.
enum LauncherChoice: String, CaseIterable, ExpressibleByArgument {
  /// A clone, by the call that systemd-run makes.
  case transient
  /// A clone, by systemd-run's command line.
  case systemdRun = "systemd-run"
  /// The unit itself, with a drop-in.
  case dropIn = "drop-in"

  /// The form of service that this is a choice of.
  var form: TrialForm {
    switch self {
    case .transient: .clone
    case .systemdRun: .line
    case .dropIn: .installed
    }
  }
}

extension MaximalSetSearch.Strategy: ExpressibleByArgument {}
extension Margin: ExpressibleByArgument {}
extension Scope.Depth: ExpressibleByArgument {}
extension Scope.FileSystemPlan: ExpressibleByArgument {}
