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
  /// How it came to the journal: `stdout`, `syslog`, `journal`, `kernel`, `audit`.
  public let transport: String
  /// When it was received, in microseconds since the epoch.
  public let microseconds: UInt64

  /// An entry of these fields.
  public init(
    message: String, priority: Int = 6, identifier: String = "", pid: Int32 = 0, transport: String = "journal",
    microseconds: UInt64 = 0
  ) {
    self.message = message
    self.priority = priority
    self.identifier = identifier
    self.pid = pid
    self.transport = transport
    self.microseconds = microseconds
  }
}

/// Which entries somebody wants.
public enum JournalFilter: Hashable, Sendable {
  /// What one run of a unit said, and what the manager said of that run.
  case invocation(String)
  /// What any run of a unit said, and what the manager said of it.
  case unit(String)
  /// What the kernel said, seccomp records among it.
  case kernel

  /// Matches, as sd_journal_add_match(3) takes them; any one is enough.
  var matches: [String] {
    switch self {
    case .invocation(let id): ["_SYSTEMD_INVOCATION_ID=\(id)", "INVOCATION_ID=\(id)", "USER_INVOCATION_ID=\(id)"]
    case .unit(let name): ["_SYSTEMD_UNIT=\(name)", "UNIT=\(name)", "USER_UNIT=\(name)"]
    case .kernel: ["_TRANSPORT=kernel", "_TRANSPORT=audit"]
    }
  }
}
