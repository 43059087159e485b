import Glibc
import Sandboxing
import Synchronization
import Systemd

/// Proves, by acts inside sandboxes of a single restriction, what a manager really enforces.
public final class Witness: Sendable {
  /// What performing an act came to.
  enum Answer: Hashable, Sendable {
    case allowed
    case denied
    /// The act could not be performed, or the sandbox not be applied.
    case unclear(String)
  }

  private let manager: Manager
  private let scope: ManagerScope
  private let program: String
  private let prefix: String
  private let number = Atomic(0)
  /// systemd starts about as many sandboxed units a second with four under way as with more.
  private let width = 4

  /// A witness at one manager, which performs acts with the `cinch-act` at a path that the manager sees. The names of its
  /// units begin with the prefix.
  public init(at manager: Manager, of scope: ManagerScope = .system, program: String, prefix: String) {
    self.manager = manager
    self.scope = scope
    self.program = program
    self.prefix = prefix
  }

  /// Performs each restriction's act without and with it.
  ///
  /// - Parameters:
  ///   - restrictions: what this system supports.
  ///   - context: the system; neither the unit's own settings nor what the service was seen to use play a part.
  /// - Returns: what was found of each; a restriction that has no harmless act of its own fares as its directive's others.
  /// - Throws: ``BusError`` when the manager is gone, `CancellationError`.
  public func enforcement(
    of restrictions: [Restriction], on context: ServiceContext
  ) async throws -> [Restriction: Enforcement] {
    let bare = bareContext(of: context.platform)
    let acts = Dictionary(
      uniqueKeysWithValues: restrictions.compactMap { restriction in
        Catalogue.act(for: restriction, on: bare).map { (restriction, $0) }
      })
    let bundles = Bundle.bundles(of: restrictions, acts: acts)
    let proven = try await each(bundles) { try await self.proven(of: $0, on: bare) }.values.reduce(into: []) {
      $0 += $1
    }
    let found = try await enforcement(apart: acts.filter { !proven.contains($0.key) }, on: bare)
      .merging(proven.map { ($0, .enforced) }) { first, _ in first }
    let completed = Self.completed(found, for: restrictions.filter { acts[$0] == nil })
    return scope.account == nil ? completed : try await withoutIgnored(completed, on: bare)
  }

  /// A user's manager that may make no mount namespace goes on without one, and says nothing. Most of what one would deny is
  /// denied to a user anyway, so that only an act that is not can tell.
  private func withoutIgnored(
    _ found: [Restriction: Enforcement], on bare: ServiceContext
  ) async throws -> [Restriction: Enforcement] {
    let telling = Restriction("PrivateTmp", "yes")
    var made = found[telling]
    if made == nil, let act = Catalogue.act(for: telling, on: bare) {
      made = try await enforcement(apart: [telling: act], on: bare)[telling]
    }
    guard made != .enforced else { return found }
    return found.reduce(into: found) { found, entry in
      if Catalogue.takesMountNamespace(entry.key), entry.value != .notSupported { found[entry.key] = .notEnforced }
    }
  }

  /// Performs acts each by itself, without and with its restriction.
  private func enforcement(
    apart acts: [Restriction: Act], on bare: ServiceContext
  ) async throws -> [Restriction: Enforcement] {
    let distinct = Array(Set(acts.values))
    try await each(distinct.filter(\.isPrepared)) { _ = try await self.perform($0, job: "--prepare", under: []) }
    let without = try await each(distinct) { try await self.perform($0, under: []) }
    let with = try await each(Array(acts.keys)) { restriction in
      guard let act = acts[restriction] else { return Answer.unclear("no act") }
      return try await self.perform(act, under: Rendering(of: Sandbox([restriction]), on: bare).properties)
    }
    try await each(distinct.filter(\.isPrepared)) { _ = try await self.perform($0, job: "--clean", under: []) }
    return with.reduce(into: [Restriction: Enforcement]()) { found, entry in
      guard let act = acts[entry.key], let before = without[act] else { return }
      found[entry.key] = Self.enforcement(without: before, with: entry.value)
    }
  }

  /// The restrictions of a bundle that are enforced: all of them, where all acts are allowed without them and denied with
  /// them while the control is not. Where that is not so, the halves of the bundle are asked.
  private func proven(of bundle: Bundle, on bare: ServiceContext) async throws -> [Restriction] {
    let sandbox = Rendering(of: Sandbox(bundle.restrictions), on: bare).properties
    if try await perform(bundle.acts, job: "--perform-alike", under: []) == .allowed,
      try await perform(bundle.acts, job: "--perform-alike", under: sandbox) == .denied,
      try await perform(bundle.control, under: sandbox) == .allowed
    {
      return bundle.restrictions
    }
    var proven: [Restriction] = []
    for half in bundle.halves { proven += try await self.proven(of: half, on: bare) }
    return proven
  }

  /// What was found, with the findings on a directive's proven restrictions standing for those that have no act: the
  /// worst of them, so that nothing counts as enforced beside something that is not.
  static func completed(
    _ found: [Restriction: Enforcement], for unproven: [Restriction]
  ) -> [Restriction: Enforcement] {
    let findings = Dictionary(grouping: found, by: \.key.directive).mapValues { Set($0.map(\.value)) }
    let worstFirst: [Enforcement] = [.notEnforced, .masked, .enforced, .notSupported]
    return unproven.reduce(into: found) { found, restriction in
      found[restriction] = worstFirst.first { findings[restriction.directive]?.contains($0) ?? false }
    }
  }

  /// A unit that restricts nothing by itself, and that gets nothing back but the program: what was allowed back could be
  /// just what an act tries.
  private func bareContext(of platform: Platform) -> ServiceContext {
    var observed = Observation()
    observed.executedDirectories = [String(program.prefix(upTo: program.lastIndex(of: "/") ?? program.endIndex))]
    observed.readDirectories = observed.executedDirectories
    return ServiceContext(platform: platform, base: ["NotifyAccess": .string("all")], observed: observed)
  }

  /// What follows from the two answers. A sandbox that cannot be applied does not exist here.
  static func enforcement(without: Answer, with: Answer) -> Enforcement? {
    switch (without, with) {
    case (_, .allowed): .notEnforced
    case (.allowed, .denied): .enforced
    case (.denied, .denied): .masked
    case (.allowed, .unclear), (.denied, .unclear): .notSupported
    case (.unclear, .denied), (.unclear, .unclear): nil
    }
  }

  private func perform(_ act: Act, job: String = "--perform", under sandbox: [UnitProperty]) async throws -> Answer {
    if let predecessor = act.predecessor, job == "--perform" {
      _ = try await perform(predecessor, under: sandbox)
    }
    return try await perform([act], job: job, under: sandbox)
  }

  /// Has one unit do a job with acts that need the same around them.
  private func perform(_ acts: [Act], job: String, under sandbox: [UnitProperty]) async throws -> Answer {
    let unit = "\(prefix)-\(number.wrappingAdd(1, ordering: .relaxed).newValue).service"
    let command = [program, job] + acts.map(\.description)
    var properties = [
      UnitProperty("Description", .string("Cinch: a witness")),
      UnitProperty("Type", .string("oneshot")),
      .literalCommand(command),
      UnitProperty("CollectMode", .string("inactive-or-failed")),
      UnitProperty("TimeoutStartUSec", .uint64(20_000_000)),
    ]
    // Whether the manager listens to a child only the manager knows.
    if acts == [.notify(.child)] { properties[1] = UnitProperty("Type", .string("notify")) }
    let subject = Subject(unit: unit, properties: properties + acts.prefix(1).flatMap(surroundings))
    let watcher = await manager.watch(unit)
    do {
      _ = try await manager.startTransientUnit(
        TransientUnit(name: unit, properties: subject.properties(under: sandbox)), limit: .seconds(30))
    } catch let error as BusError where !error.isConnectionLost {
      return .unclear(error.description)
    }
    let end = try await watcher.down(within: .seconds(10))
    if end.result == "protocol" { return .denied }
    switch end.exit {
    case .exited(0): return .allowed
    case .exited(42), .killed(signal: SIGSYS), .dumped(signal: SIGSYS): return .denied
    // systemd's own statuses: the sandbox could not be applied.
    case .exited(let status) where (200...245).contains(status): return .unclear("exit status \(status)")
    case .exited(1): return .unclear("the act could not tell")
    // The program does not get as far as the act: something that any program takes is denied.
    case .exited, .killed, .dumped: return .denied
    case nil: return .unclear("it never ran")
    }
  }

  /// What a unit needs for an act to be allowed, where that is not the default.
  private func surroundings(of act: Act) -> [UnitProperty] {
    switch act {
    case .notify: [UnitProperty("NotifyAccess", .string("all"))]
    case .useSessionKeyring, .useUserKeyring: [UnitProperty("KeyringMode", .string("inherit"))]
    case .letIn(let directory, _): [UnitProperty(directory.setting, .strings(act.ownDirectory.map { [$0] } ?? []))]
    case .manageOwnControlGroup: [UnitProperty("Delegate", .bool(true))]
    default: act.wantsOrdinaryUser && scope.account == nil ? [UnitProperty("User", .string("nobody"))] : []
    }
  }

  @discardableResult
  private func each<Item: Hashable & Sendable, Value: Sendable>(
    _ items: [Item], _ body: @escaping @Sendable (Item) async throws -> Value
  ) async throws -> [Item: Value] {
    try await withThrowingTaskGroup(of: (Item, Value).self) { group in
      var values: [Item: Value] = [:]
      for (index, item) in items.enumerated() {
        if index >= width, let (item, value) = try await group.next() { values[item] = value }
        group.addTask { (item, try await body(item)) }
      }
      for try await (item, value) in group { values[item] = value }
      return values
    }
  }
}

/// Whether a manager really does what a restriction says.
public enum Enforcement: String, Hashable, Sendable, Codable, CaseIterable {
  /// Its act is allowed without it and denied with it.
  case enforced
  /// Its act is denied with and without it: whatever denies it, the service was tried under that too.
  case masked
  /// Its act is allowed with it: accepted, and not enforced.
  case notEnforced = "not-enforced"
  /// This system does not have it.
  case notSupported = "not-supported"
}
