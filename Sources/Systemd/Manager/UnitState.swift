import Sandboxing

/// What is known of a unit's run at one moment.
public struct UnitState: Hashable, Sendable {
  /// `active`, `reloading`, `inactive`, `failed`, `activating`, `deactivating`; empty as long as nothing was heard.
  public var activeState = ""
  /// The finer state of the unit's type: `running`, `start-post`, `auto-restart`, `dead`.
  public var subState = ""
  /// How the last run ended: `success`, `exit-code`, `signal`, `core-dump`, `timeout`, `resources`…
  public var result = "success"
  /// The main process; 0 where there is none.
  public var mainPID: UInt32 = 0
  /// How the main process ended (`CLD_EXITED`, `CLD_KILLED`, `CLD_DUMPED`); 0 as long as it has not.
  public var exitCode: Int32 = 0
  /// Its exit status, or the signal that ended it.
  public var exitStatus: Int32 = 0
  /// How often systemd has restarted it by itself.
  public var restarts: UInt32 = 0
  /// The run's ID, 32 hexadecimal digits: what its journal entries are found by. Empty before the first run.
  public var invocationID = ""
  /// What the service last said of itself over `sd_notify`.
  public var statusText = ""
  /// Whether the conditions were met when it was last to be started (systemd.unit(5), "Conditions and Asserts"); nil as long
  /// as nothing was heard.
  public var conditionsMet: Bool?
  /// The same of its assertions.
  public var assertionsMet: Bool?
  /// Whether the manager has a job for the unit: it is about to start, stop or restart it.
  public var hasJob = false
  /// Whether the manager has dropped the unit from memory: nothing changes any more.
  public var isRemoved = false

  /// Nothing known yet.
  public init() {}

  /// Whether it is up.
  public var isActive: Bool { activeState == "active" || activeState == "reloading" }

  /// Whether it is down, for good or until somebody starts it again.
  public var isDown: Bool { isRemoved || activeState == "inactive" || activeState == "failed" }

  /// Whether it is down only until the job that the manager has for it starts it again, as with any restart that somebody
  /// asks for: it ended well, and what stops it for good has no job left by then.
  public var isBeingRestarted: Bool { hasJob && !isRemoved && activeState == "inactive" && result == "success" }

  /// Whether it is down after a clean stop: there is nothing to end, and nothing to forget (`systemctl reset-failed`).
  public var isCleanlyDown: Bool { isDown && result == "success" }

  /// How the main process ended; nil as long as it has not, or where there was none.
  public var exit: ProcessExit? { ProcessExit(code: exitCode, status: exitStatus) }

  /// Takes over what changed; whatever else the dictionary holds is left alone.
  public mutating func merge(_ changes: [String: BusValue]) {
    for (name, take) in Self.takers { if let value = changes[name] { take(&self, value) } }
  }

  /// The names of the properties that it takes over.
  static let properties = Set(takers.keys)

  /// What becomes of each property; a value of another type than it should have is left alone.
  private static let takers: [String: @Sendable (inout UnitState, BusValue) -> Void] = [
    "ActiveState": { $0.activeState = $1.text ?? $0.activeState },
    "SubState": { $0.subState = $1.text ?? $0.subState },
    "Result": { $0.result = $1.text ?? $0.result },
    "MainPID": { $0.mainPID = $1.unsigned.map(UInt32.init(truncatingIfNeeded:)) ?? $0.mainPID },
    "ExecMainCode": { $0.exitCode = $1.unsigned.map(Int32.init(truncatingIfNeeded:)) ?? $0.exitCode },
    "ExecMainStatus": { $0.exitStatus = $1.unsigned.map(Int32.init(truncatingIfNeeded:)) ?? $0.exitStatus },
    "NRestarts": { $0.restarts = $1.unsigned.map(UInt32.init(truncatingIfNeeded:)) ?? $0.restarts },
    "InvocationID": { $0.invocationID = hexadecimal($1) ?? $0.invocationID },
    "ConditionResult": { $0.conditionsMet = $1.truth ?? $0.conditionsMet },
    "AssertResult": { $0.assertionsMet = $1.truth ?? $0.assertionsMet },
    "Job": { $0.hasJob = ($1.elements?.first?.unsigned ?? 0) != 0 },
    "StatusText": { $0.statusText = $1.text ?? $0.statusText },
  ]

  private static func hexadecimal(_ bytes: BusValue) -> String? {
    bytes.elements?.compactMap(\.unsigned).map { Systemd.hexadecimal(UInt8(truncatingIfNeeded: $0)) }.joined()
  }
}
