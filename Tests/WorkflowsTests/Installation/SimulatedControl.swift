import Glibc
import Sandboxing
import Synchronization
import Systemd
import Workflows

/// A manager of one service that runs unless its drop-in says `BREAK`, with transient timers that fire when told to.
final class SimulatedControl: UnitControl {
  /// The manager is not there any more, or the program that asks is not.
  struct Lost: Error {}

  struct State {
    var isActive: Bool
    /// The drop-in that the unit files have had at the last reload.
    var loaded: String?
    /// The drop-in under which the service was started; nil for none.
    var running: String?
    var transient: [String: [UnitProperty]] = [:]
    var dropInPaths: [String] = []
    var loadState = "loaded"
    var restartsLeft: Int?
  }

  let place: DropInPlace
  let disk: SimulatedDisk
  private let fuse: Fuse
  private let state: Mutex<State>

  init(at place: DropInPlace, on disk: SimulatedDisk, fuse: Fuse, isActive: Bool = true) {
    self.place = place
    self.disk = disk
    self.fuse = fuse
    state = Mutex(State(isActive: isActive))
    reread()
    state.withLock { $0.running = isActive ? $0.loaded : nil }
  }

  var now: State { state.withLock { $0 } }

  /// What the guard's service would do to the world: sets what later drop-ins and states the manager reports.
  func set(_ change: (inout sending State) -> Void) { state.withLock { change(&$0) } }

  // MARK: The manager

  func properties(of unit: String) async throws -> [String: BusValue] {
    try step()
    return state.withLock { state in
      [
        "LoadState": .string(state.loadState), "ActiveState": .string(state.isActive ? "active" : "inactive"),
        "DropInPaths": .strings(state.dropInPaths), "Loaded": .string(state.loaded ?? ""),
        "User": .string(Self.setting("User", in: state.loaded) ?? ""),
        "LogsDirectory": .strings(Self.setting("LogsDirectory", in: state.loaded).map { [$0] } ?? []),
      ]
    }
  }

  func reload(timeout: Duration) async throws {
    try step()
    reread()
  }

  func restart(_ unit: String, mode: JobMode, limit: Duration) async throws -> JobResult {
    try step()
    return launch()
  }

  func start(_ unit: String, mode: JobMode, limit: Duration) async throws -> JobResult {
    try step()
    return launch()
  }

  func stop(_ unit: String, mode: JobMode, limit: Duration) async throws -> JobResult {
    try step()
    return halt(unit)
  }

  func resetFailed(_ unit: String) async throws { try step() }

  func startTransientUnit(
    _ unit: TransientUnit, with auxiliary: [TransientUnit], mode: JobMode, limit: Duration
  ) async throws -> JobResult {
    try step()
    return try state.withLock { state in
      for unit in [unit] + auxiliary {
        guard state.transient.updateValue(unit.properties, forKey: unit.name) == nil else { throw Lost() }
      }
      return .done
    }
  }

  // MARK: Time and death

  /// The units whose starting is pending: timers and the watch.
  var armed: [String] {
    now.transient.keys.filter { $0.hasSuffix(".timer") || $0.hasSuffix("-watch.service") }.sorted()
  }

  /// The deadline passes, or the watch sees its program die: the guard's service runs, where one is armed.
  func fire() throws {
    guard !armed.isEmpty,
      let service = now.transient.first(where: { $0.key.hasSuffix(".service") && !$0.key.contains("-watch") })
    else { return }
    let commands = service.value.first { $0.name == "ExecStart" }?.value.elements ?? []
    for command in commands {
      guard let parts = command.elements, parts.count == 3, let arguments = parts[1].texts else { throw Lost() }
      let isDone = execute(arguments.map { $0.replacing("$$", with: "$") })
      if !isDone, parts[2].truth != true { throw Lost() }
    }
    state.withLock { $0.transient = [:] }
  }

  /// The machine starts again with another disk: only what is on it is left.
  func rebooted(with disk: SimulatedDisk) -> SimulatedControl { SimulatedControl(at: place, on: disk, fuse: fuse) }

  private func step() throws { guard fuse.spend() else { throw Lost() } }

  private func reread() {
    let files = [place.provisionalFile, place.file]
    let text = files.lazy.compactMap { try? self.disk.contents(of: $0) }.first.map {
      String(decoding: $0, as: UTF8.self)
    }
    state.withLock { $0.loaded = text }
  }

  private static func setting(_ name: String, in text: String?) -> String? {
    text?.split(separator: "\n").first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
  }

  /// Gives the service's directory to its user, as systemd does at a start.
  private func giveDirectory() {
    let text = now.loaded
    guard Self.setting("User", in: text) != nil, let name = Self.setting("LogsDirectory", in: text) else { return }
    let directory = "/var/log/\(name)"
    let names = (try? disk.entries(of: directory)) ?? []
    for path in [directory] + names.map({ "\(directory)/\($0)" }) {
      try? disk.setOwner(of: path, to: 65534, group: 65534)
    }
  }

  private func launch() -> JobResult {
    giveDirectory()
    return run()
  }

  private func run() -> JobResult {
    state.withLock { state in
      state.isActive = state.loaded?.contains("BREAK") != true
      state.running = state.isActive ? state.loaded : nil
      return state.isActive ? .done : .failed
    }
  }

  private func halt(_ unit: String) -> JobResult {
    state.withLock { state in
      if unit == place.unit {
        state.isActive = false
        state.running = nil
        return .done
      }
      guard state.transient.removeValue(forKey: unit) != nil else { return .skipped }
      // Nothing refers to a timer's service any more, so the manager forgets it.
      if unit.hasSuffix(".timer") { state.transient[unit.dropLast("timer".count) + "service"] = nil }
      return .done
    }
  }

  /// The few commands that a guard may consist of.
  private func execute(_ arguments: [String]) -> Bool {
    switch arguments.first {
    case "/bin/rm":
      for path in arguments.dropFirst(2) { try? disk.removeFile(path) }
      return true
    case "/bin/rmdir":
      return arguments.dropFirst().reduce(true) { isDone, path in (try? disk.removeDirectory(path)) != nil && isDone }
    case "/bin/systemctl":
      let words = arguments.dropFirst().filter { $0 != "--user" }
      switch words.first {
      case "daemon-reload": reread()
      case "restart": return launch() == .done
      case "stop": for unit in words.dropFirst() { _ = halt(unit) }
      case "reset-failed": break
      default: return false
      }
      return true
    default: return false
    }
  }
}
