import Profiles
import Sandboxing
import Trials
import Workflows

/// Something that should be known before a result is trusted, and what to do about it.
public enum FindWarning: Hashable, Sendable {
  /// Nothing asked the service whether it works.
  case noProbe
  /// The service was never stopped and started on its own state.
  case noRestart
  /// Single system calls are denied inside groups that the service needs.
  case singleCalls
  /// The whole sandbox was not run in the form in which it is installed.
  case notConfirmed
  /// The whole sandbox did not pass each time.
  case unsteady(failures: Int, of: Int)
  /// The health check does not look at what some restrictions deny.
  case withheld(Int)
  /// No trial could tell of some restrictions.
  case undecided(Int)
  /// The system enforces less than it accepts.
  case notEnforced(Int)
  /// The command lines that show failures again start something that differs from the service, by these sentences.
  case inexactCommands([String])
  /// A setting of the unit or the sandbox is undone by another one.
  case undone(LintFinding)

  /// Everything that a profile gives reason to say.
  static func all(in profile: Profile) -> [FindWarning] {
    let confirmed = profile.confirmed
    let runs = confirmed.passes + confirmed.failures
    let all: [(applies: Bool, warning: FindWarning)] = [
      (profile.healthCheck.probes.isEmpty, .noProbe),
      (!profile.healthCheck.restart, .noRestart),
      (profile.kept.restrictions.contains(where: \.deniesSingleCalls), .singleCalls),
      (runs == 0 && !profile.kept.restrictions.isEmpty, .notConfirmed),
      (confirmed.failures > 0, .unsteady(failures: confirmed.failures, of: runs)),
      (!profile.withheld.isEmpty, .withheld(profile.withheld.count)),
      (!profile.undecided.isEmpty, .undecided(profile.undecided.count)),
      (!profile.notEnforced.isEmpty, .notEnforced(profile.notEnforced.count)),
    ]
    return all.filter(\.applies).map(\.warning)
  }

  /// What command lines cannot say of the service, each thing once.
  static func inexactness(of commands: [SystemdRunLine?]) -> [FindWarning] {
    let shortcomings = commands.flatMap { $0?.shortcomings ?? [] }
    var seen: Set<String> = []
    let unique = shortcomings.filter { seen.insert($0).inserted }.map(\.terminalSafe)
    return unique.isEmpty ? [] : [.inexactCommands(unique)]
  }

  /// Its name for programs.
  public var kind: String {
    switch self {
    case .noProbe: "no-probe"
    case .noRestart: "no-restart"
    case .singleCalls: "single-calls"
    case .notConfirmed: "not-confirmed"
    case .unsteady: "unsteady"
    case .withheld: "withheld"
    case .undecided: "undecided"
    case .notEnforced: "not-enforced"
    case .inexactCommands: "inexact-commands"
    case .undone: "undone"
    }
  }

  /// Whether it belongs on the one screen that everybody reads: not what is shown there anyway, and not what is about
  /// lines that are not shown there.
  var isForOneScreen: Bool {
    switch self {
    case .withheld, .notEnforced, .inexactCommands: false
    case .noProbe, .noRestart, .singleCalls, .notConfirmed, .unsteady, .undecided, .undone: true
    }
  }

  /// What is wrong, and what to do: a sentence each.
  public var text: String { "\(problem) \(advice)" }

  /// Both in about so many columns: where there is no room for all of it, what is wrong is cut short, never what to do.
  func text(fittedTo columns: Int) -> String {
    "\(problem.fitted(to: max(columns - advice.columns - 1, columns / 4))) \(advice)"
  }

  private var problem: String {
    switch self {
    case .noProbe: "No probe was given: all that is proven is that the service stays up."
    case .noRestart: "The service was not started again on its own state."
    case .singleCalls: "Single system calls are denied: that fits only what the health check exercises."
    case .notConfirmed: "The whole was never run in the form in which it is installed."
    case .unsteady(let failures, let all): "The whole failed \(failures) of \(all) times."
    case .withheld(let count):
      "The health check passes although \(counted(count, "restriction")) would deny what the service was seen to use."
    case .undecided(let count):
      "No trial could tell whether the service works with \(counted(count, "restriction")): not kept."
    case .notEnforced(let count):
      "This system accepts \(counted(count, "restriction")) without enforcing what it says: not kept."
    case .undone(let finding): finding.text.terminalSafe
    case .inexactCommands: "The systemd-run lines do not start quite the same service:"
    }
  }

  private var advice: String {
    switch self {
    case .noProbe: "Give --health."
    case .noRestart: "Leave out --no-restart."
    case .singleCalls: "Use --depth groups, or check again after every upgrade."
    case .notConfirmed: "Use --confirmations with 1 or more."
    case .unsteady: "Find out whether the service or its health check is flaky."
    case .withheld: "Give the probes named under Withheld, or --trust-health."
    case .undecided: "Look at probes that exit with 125."
    case .notEnforced: "Find again where it is enforced."
    case .undone(let finding): finding.advice.terminalSafe
    case .inexactCommands(let shortcomings): shortcomings.joined(separator: " ")
    }
  }
}
