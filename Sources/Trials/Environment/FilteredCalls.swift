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

  /// The calls of a unit that were filtered after a place, oldest first; of those of one process about one call, the
  /// latest.
  func of(_ unit: String, since place: SeccompLog.Place?) async -> [SeccompRecord] {
    guard let log, let place else { return [] }
    return await log.records(since: place).filter { $0.isOf(unit, below: manager) }
  }

  /// The calls that were denied after a place to processes which had gone before anybody could tell whose they were: each as
  /// the process's name and the call's.
  func deniedToTheGone(since place: SeccompLog.Place?) async -> Set<String> {
    guard let log, let place else { return [] }
    return Set(
      await log.records(since: place).filter { $0.controlGroup == nil && $0.signal == 0 }.map {
        "\($0.command) \($0.systemCall)"
      })
  }
}
