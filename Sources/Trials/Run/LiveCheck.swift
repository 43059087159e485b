import Glibc
import Ledger
import Logging
import Systemd

/// The health check of a unit as it stands in the manager, for a service that people use: it is restarted, probed,
/// reloaded and probed again, and goes on running. Its state is its own: nothing is set up, prepared or put back.
public struct LiveCheck: Sendable {
  private let subject: Subject
  private let check: HealthCheck
  private let environment: any TrialEnvironment
  private let limits: TimeLimits

  /// A check of one unit.
  ///
  /// - Parameters:
  ///   - subject: the unit under its own name; its properties are not used.
  ///   - check: what works means.
  ///   - environment: the manager that has the unit.
  public init(of subject: Subject, by check: HealthCheck, on environment: any TrialEnvironment) {
    var check = check
    check.setup = []
    check.prepare = []
    self.subject = subject
    self.check = check
    self.environment = environment
    limits = .baseline(ready: check.readyTimeout)
  }

  /// How the names of the units begin that this process runs for a unit. What a dead process has left is not in the way.
  public static func prefix(of unit: String) -> String { "cinch-\(getpid())-live-\(UnitName.part(unit))" }

  /// The longest that the check can take.
  public var limit: Duration {
    let probing = limits.probe * check.probes.count
    let once = limits.restart + limits.ready + check.settle + probing
    return check.reload && subject.canReload ? once + limits.reload + check.settle + probing : once
  }

  /// Restarts the unit and checks it.
  ///
  /// - Returns: the verdict on what the unit now is.
  /// - Throws: ``BusError`` when the manager is gone, `CancellationError`. A service that fails is a verdict.
  public func run() async throws -> Verdict {
    let watcher = try await environment.manager.watch(existing: subject.unit)
    let commands = CommandRunner(on: environment, prefix: Self.prefix(of: subject.unit))
    var lifecycle = Lifecycle(
      subject: subject, check: check, limits: limits, environment: environment,
      launcher: RestartLauncher(unit: subject.unit, manager: environment.manager), commands: commands, watcher: watcher,
      // Who is in use may be busy.
      normal: NormalBehaviour(anomalies: [.busyLoop]), log: Logger(label: "cinch.live"))
    do {
      try await lifecycle.runInService()
      return .passed
    } catch let failure as Lifecycle.Failure {
      return .failed(await environment.evidence(of: failure, watcher))
    } catch let inconclusive as Lifecycle.Inconclusive {
      return .inconclusive(inconclusive.reason)
    }
  }
}

/// Starts a unit that may be running by restarting it; whatever it runs under is in its own files.
private struct RestartLauncher: Launcher {
  let unit: String
  let manager: Manager

  func prepare(_ sandbox: RenderedSandbox) async throws {}

  func start(again: Bool, limit: Duration) async throws -> JobResult {
    try await manager.restart(unit, limit: limit)
  }

  func restart(limit: Duration) async throws -> JobResult { try await manager.restart(unit, limit: limit) }

  func allowRestarts() {}

  func clear(_ watcher: UnitWatcher) async throws {}
}

extension UnitName {
  /// A unit's name, escaped, as a part of the names of units that are made for it. The longest names leave no room for more,
  /// and are stood for by a number.
  public static func part(_ unit: String) -> String {
    let escaped = escape(unit)
    return escaped.utf8.count <= 180 ? escaped : "\(Fingerprint(of: [unit]))"
  }
}
