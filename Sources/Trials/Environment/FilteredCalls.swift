import Linux
import Systemd

/// The system calls of a manager's units that a filter denied or logged.
public struct FilteredCalls: Sendable {
  /// One for all environments: the kernel tells everything to every listener.
  private static let shared = try? SeccompLog()

  private let log: SeccompLog?
  private let manager: String

  /// The calls of the units of a manager whose first process this is; none where the kernel does not tell this process.
  init(below leader: Int32) {
    log = Self.shared
    let scope = "/init.scope"
    let path = ProcessFiles(pid: leader).controlGroup ?? ""
    manager = path.hasSuffix(scope) ? String(path.dropLast(scope.count)) : path
  }

  /// Whether there is anything to hear.
  var areHeard: Bool { log != nil }

  /// Where their log ends by now; nil where there is none.
  func place() async -> SeccompLog.Place? { await log?.place() }

  /// What was filtered after a place.
  ///
  /// - Parameters:
  ///   - unit: whose calls are asked for.
  ///   - place: where their log ended before.
  /// - Returns: the unit's calls, oldest first, of those of one process about one call the latest; and those that were denied
  ///   to processes which had gone before anybody could tell whose they were, each as the process's name and the call's.
  func heard(of unit: String, since place: SeccompLog.Place?) async -> (own: [SeccompRecord], gone: Set<String>) {
    guard let log, let place else { return ([], []) }
    let records = await log.records(since: place)
    let gone = records.filter { $0.controlGroup == nil && $0.signal == 0 }
    return (records.filter { $0.isOf(unit, below: manager) }, Set(gone.map { "\($0.command) \($0.systemCall)" }))
  }
}
