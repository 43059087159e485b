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

  /// How the main process ended; nil as long as it has not, or where there was none.
  public var exit: ProcessExit? { ProcessExit(code: exitCode, status: exitStatus) }

  /// Takes over what changed; whatever else the dictionary holds is left alone.
  public mutating func merge(_ changes: [String: BusValue]) {
    func take(_ name: String, _ keep: (BusValue) -> Void) { if let value = changes[name] { keep(value) } }
    take("ActiveState") { activeState = $0.text ?? activeState }
    take("SubState") { subState = $0.text ?? subState }
    take("Result") { result = $0.text ?? result }
    take("MainPID") { mainPID = $0.unsigned.map(UInt32.init(truncatingIfNeeded:)) ?? mainPID }
    take("ExecMainCode") { exitCode = $0.unsigned.map(Int32.init(truncatingIfNeeded:)) ?? exitCode }
    take("ExecMainStatus") { exitStatus = $0.unsigned.map(Int32.init(truncatingIfNeeded:)) ?? exitStatus }
    take("NRestarts") { restarts = $0.unsigned.map(UInt32.init(truncatingIfNeeded:)) ?? restarts }
    take("InvocationID") { invocationID = Self.hexadecimal($0) ?? invocationID }
    take("ConditionResult") { conditionsMet = $0.truth ?? conditionsMet }
    take("AssertResult") { assertionsMet = $0.truth ?? assertionsMet }
    take("Job") { hasJob = ($0.elements?.first?.unsigned ?? 0) != 0 }
    take("StatusText") { statusText = $0.text ?? statusText }
  }

  private static func hexadecimal(_ bytes: BusValue) -> String? {
    bytes.elements?.compactMap(\.unsigned).map { Systemd.hexadecimal(UInt8(truncatingIfNeeded: $0)) }.joined()
  }
}
