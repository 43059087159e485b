/// A place in the journal: what came after it can be read later.
public struct JournalCursor: Hashable, Sendable {
  /// As sd_journal_get_cursor(3) gives it.
  let text: String
}

/// One entry of the journal (systemd.journal-fields(7)).
public struct JournalEntry: Hashable, Sendable {
  /// The message.
  public let message: String
  /// From 0, emergency, to 7, debug (syslog(3)); 6 where the entry has none.
  public let priority: Int
  /// Who says it, `SYSLOG_IDENTIFIER=`: `nginx`, `systemd`, `kernel`.
  public let identifier: String
  /// The process that said it; 0 where it was the kernel.
  public let pid: Int32
  /// The run of the unit that said it, or of which the manager said it; empty where journald was too late to learn it.
  public let invocation: String
  /// Whether it is the manager that speaks, of the unit and its run.
  public let isOfManager: Bool
  /// The program of a command that the manager could not start, where that is what it tells; it does so of one with `-` too,
  /// which counts as a success (systemd.service(5), "Command lines").
  public let unstarted: String?
  /// How it came to the journal: `stdout`, `syslog`, `journal`, `kernel`, `audit`.
  public let transport: String
  /// When it was received, in microseconds since the epoch.
  public let microseconds: UInt64

  /// An entry of these fields.
  public init(
    message: String, priority: Int = 6, identifier: String = "", pid: Int32 = 0, invocation: String = "",
    isOfManager: Bool = false, unstarted: String? = nil, transport: String = "journal", microseconds: UInt64 = 0
  ) {
    self.message = message
    self.priority = priority
    self.identifier = identifier
    self.pid = pid
    self.invocation = invocation
    self.isOfManager = isOfManager
    self.unstarted = unstarted
    self.transport = transport
    self.microseconds = microseconds
  }
}

/// Which entries somebody wants.
public enum JournalFilter: Hashable, Sendable {
  /// What the latest run of a unit said, and what the manager said of that run.
  case run(unit: String, invocation: String)
  /// What any run of a unit said, and what the manager said of it.
  case unit(String)
  /// What the kernel said, seccomp records among it.
  case kernel

  /// Matches, as sd_journal_add_match(3) takes them; any one is enough.
  var matches: [String] {
    switch self {
    case .run(let name, _), .unit(let name): ["_SYSTEMD_UNIT=\(name)", "UNIT=\(name)", "USER_UNIT=\(name)"]
    case .kernel: ["_TRANSPORT=kernel", "_TRANSPORT=audit"]
    }
  }

  /// What an entry that matches is to a reader who goes backwards from the end.
  ///
  /// An entry's invocation alone does not tell: of a process that ended a moment after it spoke, journald often knows
  /// nothing but the unit.
  func standing(of entry: JournalEntry) -> Standing {
    guard case .run(_, let invocation) = self, !entry.invocation.isEmpty, entry.invocation != invocation else {
      return .wanted
    }
    // The manager's own entries come in the order of what they tell; a service's last words can come late.
    return entry.isOfManager ? .earlierRun : .otherRun
  }

  enum Standing {
    case wanted
    case otherRun
    /// Another run's, and so is all that came before it.
    case earlierRun
  }
}
