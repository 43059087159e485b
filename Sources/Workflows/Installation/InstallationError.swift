import Sandboxing

/// Why a sandbox was not installed or taken away. The unit is as it was, unless the message says otherwise.
public enum InstallationError: Error, Hashable {
  /// The manager knows no such unit.
  case noSuchUnit(String)
  /// The unit cannot be started, so nothing can be tried with it: masked, or its file is broken.
  case unusable(unit: String, state: String)
  /// The guard could not be armed.
  case noGuard(unit: String, reason: String)
  /// A sandbox waits for its confirmation.
  case unconfirmed(unit: String)
  /// There is nothing to confirm: it was taken back, or never there.
  case nothingToConfirm(unit: String)
  /// There is nothing to undo.
  case nothingToUndo(unit: String)
  /// Somebody has edited the drop-in since.
  case edited(file: String)
  /// Taking the drop-in back failed as well; the guard will do it when Cinch ends or the deadline passes.
  case leftToGuard(unit: String, reason: String)
  /// The drop-in would take from what the unit denies its service by itself.
  case loosens(unit: String, directives: [String])
  /// Files that are there would change hands for good.
  case changesOwners(unit: String, of: [String], to: String, number: Int)
  /// The record of what was there cannot be read.
  case damagedRecord(file: String)
}

extension InstallationError: CustomStringConvertible {
  /// One sentence that says what to do.
  public var description: String {
    switch self {
    case .noSuchUnit(let unit):
      "There is no unit \(unit.terminalSafe): name one that systemctl list-unit-files shows."
    case .unusable(let unit, let state):
      "\(unit) cannot be started (it is \(state)): make systemctl start \(unit) work first."
    case .noGuard(let unit, let reason):
      "No guard could be set for \(unit) (\(reason)), so nothing was changed: look at the manager's journal."
    case .unconfirmed(let unit):
      "A sandbox of \(unit) waits for its confirmation: confirm it with cinch confirm \(unit) or take it back"
        + " with cinch undo \(unit)."
    case .nothingToConfirm(let unit):
      "No sandbox of \(unit) waits for a confirmation: it was taken back; apply it again."
    case .nothingToUndo(let unit):
      "Cinch has installed nothing on \(unit) that could be undone."
    case .edited(let file):
      "\(file) was edited since Cinch wrote it: move your changes away, or give --force to lose them."
    case .leftToGuard(let unit, let reason):
      "The sandbox of \(unit) could not be taken back at once (\(reason.terminalSafe)): its guard takes it back, look"
        + " with systemctl list-timers."
    case .loosens(let unit, let directives):
      "The sandbox would loosen \(unit), which was left as it is: \(directives.joined(separator: ", ").terminalSafe). Find"
        + " its sandbox anew, or give --force to have it all the same."
    case .changesOwners(let unit, let paths, let owner, let number):
      "The sandbox of \(unit), which was left as it is, has systemd give \(paths.joined(separator: ", ").terminalSafe) to"
        + " \(owner.terminalSafe) (\(number) \(number == 1 ? "file" : "files")): give --change-owners if that is meant,"
        + " 'cinch undo' gives them back."
    case .damagedRecord(let file):
      "The record \(file) is damaged and was left as it is: restore the drop-in by hand and move the record away."
    }
  }
}
