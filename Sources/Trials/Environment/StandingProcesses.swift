import Glibc
import Linux
import Sandboxing
import Systemd

/// Something that a trial started does not end.
public struct LeftoverError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What.
  public let name: String

  /// One sentence.
  public var description: String { "\(name) came with a trial and does not end" }
}

/// The units and processes that ran in a lab before its first trial. They go on running; everything else that is there after
/// a trial came with it, and ends with it, or it would answer for the next one.
struct StandingProcesses: Sendable {
  private let units: Set<String>
  /// The control groups that had processes, and which programs these run.
  private let programs: [String: Set<String>]
  private let processes: Set<ProcessIdentity>

  /// Those of a manager, as they are now.
  init(of manager: Manager, in tree: ControlGroupTree) async throws {
    units = Set(try await manager.units(matching: Self.kinds, states: Self.states).map(\.name))
    let groups = Self.processesByGroup(in: tree)
    processes = Set(groups.values.joined())
    programs = groups.filter { !$0.value.isEmpty }.mapValues { processes in
      Set(processes.compactMap { ProcessFiles(pid: $0.pid).link("exe") })
    }
  }

  private static let states = ["active", "activating", "reloading", "deactivating", "failed"]
  /// Not devices, which come and go by themselves, nor slices, which do so with what is in them.
  private static let kinds = ["automount", "mount", "path", "scope", "service", "socket", "swap", "target", "timer"].map
  {
    "*.\($0)"
  }
  private static let limit = Duration.seconds(5)

  /// Stops the units that came, then kills the processes that are in no unit any more.
  ///
  /// - Returns: the paths that those of other units held, nothing that the service itself wrote; and whether there was
  ///   anything to end.
  @discardableResult
  func endOthers(
    of manager: Manager, in tree: ControlGroupTree, besides unit: String
  ) async throws -> (foreign: [String], hasEnded: Bool) {
    async let listed = others(of: manager, besides: unit)
    let groups = Self.processesByGroup(in: tree)
    let services = groups.filter { $0.key.hasSuffix(".service") && !$0.key.hasSuffix("/\(unit)") }
    // What those hold that go on running is asked for when the time comes (`heldPaths`).
    let foreign = Self.heldPaths(of: services.values.joined().filter { !processes.contains($0) })
    var others = try await listed
    // Where there is nothing to end, which is usual, nothing else can have come meanwhile.
    if others.isEmpty, strangers(in: groups).isEmpty { return (foreign, false) }
    // What ends can start something else, as OnFailure= does.
    for _ in 0..<5 where !others.isEmpty {
      await withDiscardingTaskGroup { group in
        for other in others { group.addTask { await Self.end(other, of: manager) } }
      }
      others = try await self.others(of: manager, besides: unit)
    }
    try await killOthers(in: tree)
    return (foreign, true)
  }

  /// The units that came.
  private func others(of manager: Manager, besides unit: String) async throws -> [ListedUnit] {
    try await manager.units(matching: Self.kinds, states: Self.states).filter {
      $0.name != unit && !units.contains($0.name)
    }
  }

  private static func processesByGroup(in tree: ControlGroupTree) -> [String: [ProcessIdentity]] {
    tree.processesByGroup().mapValues { $0.compactMap { ProcessIdentity(pid: $0) } }
  }

  private static func end(_ unit: ListedUnit, of manager: Manager) async {
    if unit.activeState != "failed" {
      for limit in [limit, .seconds(1)] {
        do {
          _ = try await manager.stop(unit.name, limit: limit)
          break
        } catch is DeadlineExceeded {
          try? await manager.kill(unit.name, signal: SIGKILL)
        } catch {
          break
        }
      }
    }
    try? await manager.resetFailed(unit.name)
  }

  private func killOthers(in tree: ControlGroupTree) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + Self.limit
    var pause = Duration.milliseconds(1)
    while true {
      let others = strangers(in: Self.processesByGroup(in: tree))
      if others.isEmpty { return }
      guard clock.now < deadline else { throw LeftoverError(name: "the process \(others.first?.pid ?? 0)") }
      for process in others where process.isAlive { kill(process.pid, SIGKILL) }
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(50))
    }
  }

  /// Processes below slices that were not there before. A unit that stands may have new ones of its own, but not ones that
  /// run what it never ran: those it was asked to start, as at(1) does.
  private func strangers(in groups: [String: [ProcessIdentity]]) -> [ProcessIdentity] {
    groups.flatMap { group, found -> [ProcessIdentity] in
      guard group.dropFirst().prefix(while: { $0 != "/" }).hasSuffix(".slice") else { return [] }
      return found.filter { process in
        if processes.contains(process) { return false }
        guard let usual = programs[group] else { return true }
        return ProcessFiles(pid: process.pid).link("exe").map { !usual.contains($0) } ?? false
      }
    }
  }

  // MARK: Files

  /// The paths that processes which go on running hold: what they have open to write, their sockets, and the directories of
  /// both that are not everybody's. Nothing may be changed under them.
  func heldPaths() -> [String] { Self.heldPaths(of: processes) }

  private static func heldPaths(of processes: some Sequence<ProcessIdentity>) -> [String] {
    var held: Set<String> = []
    for process in processes where process.isAlive && !isOfSystem(process.pid) {
      let files = ProcessFiles(pid: process.pid)
      let directory = files.link("cwd") ?? "/"
      for path in files.writtenFiles() + files.listeningSockets() {
        let isInWorkingDirectory = !isShared(directory) && path.hasPrefix(directory + "/")
        let parent = isInWorkingDirectory ? directory : Observer.directory(of: path)
        held.insert(isShared(parent) ? path : parent)
      }
    }
    return held.sorted()
  }

  /// What belongs to systemd itself is left alone anyway.
  private static func isOfSystem(_ pid: Int32) -> Bool {
    let program = ProcessFiles(pid: pid).link("exe") ?? ""
    return program.contains("/systemd") || program.hasSuffix("/dbus-daemon") || program.hasSuffix("/dbus-broker")
  }

  private static func isShared(_ directory: String) -> Bool {
    let depth = directory.utf8.count { $0 == UInt8(ascii: "/") }
    let everybodys: Set = [
      "/dev/shm", "/run/lock", "/usr/local", "/var/lib", "/var/log", "/var/run", "/var/spool", "/var/tmp",
    ]
    return directory == "/" || depth < 2 || everybodys.contains(directory)
  }
}
