import Sandboxing

/// One unit as the manager lists it.
public struct ListedUnit: Hashable, Sendable {
  /// The unit's name.
  public let name: String
  /// Its description.
  public let description: String
  /// `loaded`, `not-found`, `masked`, `bad-setting`, `error`.
  public let loadState: String
  /// `active`, `inactive`, `failed`, `activating`, `deactivating`, `reloading`.
  public let activeState: String
  /// The finer state of the unit's own type: `running`, `exited`.
  public let subState: String
}

/// A unit to be made together with another: `StartTransientUnit`'s last argument.
public struct TransientUnit: Hashable, Sendable {
  /// Its name.
  public var name: String
  /// Its properties.
  public var properties: [UnitProperty]

  /// A unit of this name with these properties.
  public init(name: String, properties: [UnitProperty]) {
    self.name = name
    self.properties = properties
  }
}

extension Manager {
  /// All properties of a unit on all of its interfaces, specifiers expanded, loading it from disk where it is not yet
  /// loaded. A unit that does not exist has `LoadState` `not-found`.
  public func properties(of unit: String) async throws -> [String: BusValue] {
    try await properties(at: path(loading: unit))
  }

  /// One property of a unit, of the interface `org.freedesktop.systemd1.Unit` or its type's own (`Service`).
  public func property(_ name: String, interface: String = "Unit", of unit: String) async throws -> BusValue? {
    try await read(name, of: Self.destination + "." + interface, at: UnitName.objectPath(of: unit))
  }

  /// The control group that holds a unit's processes, from the manager's own root; nil while it has none. Read it while
  /// the unit is up: no signal tells it.
  public func controlGroup(of unit: String) async throws -> String? {
    let type = (try? UnitName(unit))?.type ?? "service"
    let interface = type.prefix(1).uppercased() + type.dropFirst()
    let path = try await property("ControlGroup", interface: interface, of: unit)?.text
    return path == "" ? nil : path
  }

  /// The unit's object, loading it from disk where it is not yet loaded.
  func path(loading unit: String) async throws -> String {
    try await call("LoadUnit", [.string(unit)]).first?.text ?? UnitName.objectPath(of: unit)
  }

  /// Whether the manager has the unit in memory right now.
  public func isLoaded(_ unit: String) async throws -> Bool {
    do {
      try await call("GetUnit", [.string(unit)])
      return true
    } catch let error as BusError where error.isNoSuchUnit {
      return false
    }
  }

  /// The unit that a process belongs to.
  public func unit(ofProcess pid: Int32) async throws -> String? {
    guard let path = try await call("GetUnitByPID", [.uint32(UInt32(bitPattern: pid))]).first?.text else { return nil }
    return try await read("Id", of: Self.destination + ".Unit", at: path)?.text
  }

  /// The names of the units of a type that have a file, and of those that are in memory, in order; templates are none.
  public func unitNames(ofType type: String) async throws -> [String] {
    let files = try await call("ListUnitFiles").first?.elements ?? []
    let paths = files.compactMap { $0.elements?.first?.text }
    let named = paths.map { path in path.split(separator: "/").last.map(String.init) ?? path }
    let loaded = try await units(matching: ["*.\(type)"]).filter { $0.loadState != "not-found" }.map(\.name)
    let names = (named + loaded).filter { $0.hasSuffix(".\(type)") && !$0.hasSuffix("@.\(type)") }
    return Set(names).sorted()
  }

  /// The units in memory whose names match one of the patterns (glob(7)) and whose state is one of these; no states
  /// means any.
  public func units(matching patterns: [String], states: [String] = []) async throws -> [ListedUnit] {
    let reply = try await call("ListUnitsByPatterns", [.strings(states), .strings(patterns)])
    return (reply.first?.elements ?? []).compactMap { row in
      guard let fields = row.elements?.map({ $0.text ?? "" }), fields.count >= 5 else { return nil }
      return ListedUnit(
        name: fields[0], description: fields[1], loadState: fields[2], activeState: fields[3], subState: fields[4])
    }
  }

  /// The jobs that wait or run now: their units, and what is to become of them (`start`, `stop`, `restart`…).
  public func jobs() async throws -> [(unit: String, kind: String)] {
    // u id, s unit, s type, s state, o job, o unit
    (try await call("ListJobs").first?.elements ?? []).compactMap { row in
      guard let fields = row.elements, fields.count > 2, let unit = fields[1].text, let kind = fields[2].text else {
        return nil
      }
      return (unit, kind)
    }
  }
}

extension Manager {
  /// Makes a unit that no file describes, and starts it (what `systemd-run` does).
  ///
  /// - Returns: How its start job ended; the unit itself may have been gone before.
  /// - Throws: ``BusError`` when the manager refuses the name or a property, ``DeadlineExceeded``.
  public func startTransientUnit(
    _ unit: TransientUnit, with auxiliary: [TransientUnit] = [], mode: JobMode = .fail, limit: Duration
  ) async throws -> JobResult {
    let others = auxiliary.map { BusValue.structure([.string($0.name), Self.list($0.properties)]) }
    return try await job(
      "StartTransientUnit",
      [
        .string(unit.name), .string(mode.rawValue), Self.list(unit.properties),
        .array(element: "(sa(sv))", others),
      ], limit: limit)
  }

  private static func list(_ properties: [UnitProperty]) -> BusValue {
    .array(element: "(sv)", properties.map { .structure([.string($0.name), .variant($0.value)]) })
  }

  /// Starts a unit and waits for the job.
  public func start(_ unit: String, mode: JobMode = .replace, limit: Duration) async throws -> JobResult {
    try await job("StartUnit", [.string(unit), .string(mode.rawValue)], limit: limit)
  }

  /// Stops a unit and waits for the job. A unit that is not loaded is as good as stopped.
  public func stop(_ unit: String, mode: JobMode = .replace, limit: Duration) async throws -> JobResult {
    do {
      return try await job("StopUnit", [.string(unit), .string(mode.rawValue)], limit: limit)
    } catch let error as BusError where error.isNoSuchUnit {
      return .skipped
    }
  }

  /// Restarts a unit, starting it where it was not running, and waits for the job.
  public func restart(_ unit: String, mode: JobMode = .replace, limit: Duration) async throws -> JobResult {
    try await job("RestartUnit", [.string(unit), .string(mode.rawValue)], limit: limit)
  }

  /// Has a unit reload its configuration, and waits for the job.
  public func reload(_ unit: String, mode: JobMode = .replace, limit: Duration) async throws -> JobResult {
    try await job("ReloadUnit", [.string(unit), .string(mode.rawValue)], limit: limit)
  }

  /// Forgets that a unit failed, so that its name is free again. A unit that is not loaded has nothing to forget.
  public func resetFailed(_ unit: String) async throws {
    do {
      try await call("ResetFailedUnit", [.string(unit)])
    } catch let error as BusError where error.isNoSuchUnit {
      return
    }
  }

  /// Takes away what a unit that is down has left, by kind (`runtime`, `fdstore`; systemctl(1), `clean`).
  public func clean(_ unit: String, what kinds: [String]) async throws {
    try await call("CleanUnit", [.string(unit), .strings(kinds)])
  }

  /// Sends a signal to processes of a unit; whom is `all`, `main` or `control` (systemctl(1), `--kill-whom`).
  public func kill(_ unit: String, whom: String = "all", signal: Int32) async throws {
    try await call("KillUnit", [.string(unit), .string(whom), .int32(signal)])
  }

  /// Gives up what `AddRef` at the start has taken.
  public func unref(_ unit: String) async throws { try await call("UnrefUnit", [.string(unit)]) }
}

extension UnitProperty {
  /// `ExecStart=` with these words, the program first, and nothing read into them: in a plain `ExecStart=` systemd
  /// replaces `${NAME}`, and makes one dollar of two.
  public static func literalCommand(_ words: [String]) -> UnitProperty {
    UnitProperty(
      "ExecStartEx",
      .array(
        element: "(sasas)",
        [.structure([.string(words.first ?? ""), .strings(words), .strings(["no-env-expand"])])]))
  }
}
