/// How a property of a service reaches its clone.
public enum Transfer: Hashable, Sendable {
  /// Under its own name, with the value that was read.
  case asRead
  /// Command lines: without the times and statuses of their last run, which the manager reads back with them.
  case commands
  /// Conditions and assertions: without the result of the last test.
  case conditions
  /// A security context: read as a structure, written as text with a dash for "may fail".
  case context
  /// A directory that may be missing: read with an exclamation mark, written with a dash.
  case directory
  /// A number of another width than it is read with.
  case widened
  /// Words, each with a flag that says "not this one".
  case flagged
  /// With this value, whatever the service has.
  case fixed(Fixed)
  /// Not at all.
  case leftOut(Reason)
}

extension Transfer {
  /// What every clone has, so that its end is the end of the trial.
  public enum Fixed: Hashable, Sendable {
    /// `Restart=no`: a trial that fails stays failed.
    case neverRestarted
    /// `CollectMode=inactive-or-failed`: a failed unit frees its name.
    case collected
    /// `StartLimitIntervalSec=0`: trials start one name more often than any service is started.
    case unlimitedStarts
  }

  /// Why a property has no place in a clone.
  public enum Reason: String, Hashable, Sendable {
    /// It says how a run went, or what the manager made of the unit.
    case state = "a result, not a setting"
    /// It comes from other units, and stays true of whichever unit has the name.
    case others = "set by other units"
    /// Another property carries the same setting in a fuller form.
    case repeated = "carried by a fuller property"
    /// It would have a failed trial do something to the machine or to other units.
    case consequence = "a failed trial has no consequences outside itself"
    /// It decides who may start and stop the unit, and when: a trial does.
    case handling = "a trial starts and stops its service itself"
    /// `StartTransientUnit` does not take it, in no systemd up to 262.
    case impossible = "a transient unit cannot have it"
    /// Words about the unit that nothing depends on.
    case words = "text for people only"
  }
}
