import Ledger
import Trials

/// What a manual page says that no option does: how the verb can end, which files it reads and writes, and which variables
/// it minds.
struct ManualNotes {
  /// A file or a directory.
  struct File {
    let path: String
    let meaning: String

    private static let system = StandardDirectories.system
    static let settings = File(
      path: "\(system.configuration)/cinch.yaml", meaning: "What no find on this machine tries.")
    static let profiles = File(
      path: "\(system.configuration)/profiles/*.yaml",
      meaning: "The profiles that 'cinch check --all' and cinch-check.service test."
    )
    static let ledger = File(
      path: "\(system.state)/", meaning: "The ledger: every run and trial. With --user, in $XDG_STATE_HOME/cinch.")
    static let locks = File(path: "\(system.runtime)/", meaning: "The locks of running commands.")
    static let dropIn = File(
      path: DropInLocation.installed.path(of: "UNIT"),
      meaning: "The sandbox of a unit. With --user, in ~/.config/systemd/user.")
  }

  /// A variable of the environment.
  struct Variable {
    let name: String
    let meaning: String

    static let colours = [
      Variable(name: "NO_COLOR, SYSTEMD_COLORS", meaning: "Whether to use colours, as systemd's own tools have it."),
      Variable(name: "COLUMNS", meaning: "How wide the terminal is."),
    ]
    static let pager = [
      Variable(
        name: "SYSTEMD_PAGER, PAGER, SYSTEMD_LESS, SYSTEMD_LESSCHARSET",
        meaning: "The pager and its options, as in systemctl(1).")
    ]
    static let directories = [
      Variable(name: "XDG_STATE_HOME, XDG_CONFIG_HOME, XDG_RUNTIME_DIR", meaning: "With --user, where files are.")
    ]
  }

  /// With which statuses the verb ends.
  var statuses: [ExitStatus] = [.ok, .failure, .usage, .bug]
  /// Whether a signal ends it only when all is cleaned up.
  var isInterruptible = false
  /// Whether it ends with the status of what it runs.
  var statusOfCommand = false
  /// What it reads and writes by itself.
  var files: [File] = []
  /// What it minds.
  var environment: [Variable] = []

  /// What there is to say of a verb: `find`, `lab shell`; the empty name is `cinch` itself.
  static func of(_ verb: String) -> ManualNotes {
    let shown = Variable.colours + Variable.pager
    let trying: [ExitStatus] = [.incomplete, .unhealthy, .untestable, .changed, .locked, .notPermitted]
    let installing: [ExitStatus] = [.untestable, .locked, .notPermitted]
    return switch verb {
    case "find":
      ManualNotes([.regression] + trying, waits: true, [.settings, .ledger, .locks], shown)
    case "check":
      ManualNotes([.regression] + trying, waits: true, [.profiles, .settings, .ledger, .locks], shown)
    case "batch":
      ManualNotes([.regression] + trying, waits: true, [.settings, .ledger, .locks], shown)
    case "apply":
      ManualNotes(
        [.regression, .incomplete] + installing, waits: true, [.dropIn, .ledger, .locks],
        Variable.colours + Variable.directories)
    case "confirm", "undo":
      ManualNotes(installing, [.dropIn, .ledger, .locks], Variable.directories)
    case "log":
      ManualNotes([.locked, .notPermitted], [.ledger], shown + Variable.directories)
    case "directives":
      ManualNotes([.notPermitted], waits: true, [], shown)
    case "lab":
      ManualNotes([.notPermitted], waits: true, [], [])
    case "lab shell":
      ManualNotes([.notPermitted], waits: true, ofCommand: true, [], [])
    case "explain", "report":
      ManualNotes([], [], shown)
    default:
      ManualNotes(
        ExitStatus.allCases, waits: true, [.settings, .profiles, .dropIn, .ledger, .locks], shown + Variable.directories
      )
    }
  }

  private init(
    _ own: [ExitStatus], waits: Bool = false, ofCommand: Bool = false, _ files: [File], _ environment: [Variable]
  ) {
    statuses = Set(statuses + own).sorted { $0.rawValue < $1.rawValue }
    isInterruptible = waits
    statusOfCommand = ofCommand
    self.files = files
    self.environment = environment
  }
}
