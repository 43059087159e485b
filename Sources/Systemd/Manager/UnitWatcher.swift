import Sandboxing

/// Follows one unit by the manager's signals, so that a waiter learns of every state, the final result included: that
/// comes before the unit is dropped, after which whoever asks is told `success` of anything.
///
/// It runs on the bus's own thread and so sees every signal as it comes.
public actor UnitWatcher {
  private struct Waiter {
    let condition: @Sendable (UnitState) -> Bool
    let pending: Pending<UnitState>
  }

  /// The unit's name.
  public nonisolated let unit: String
  /// What is known of the unit now.
  public private(set) var state = UnitState()
  private let bus: Bus
  private var waiters: [Waiter] = []
  private var handlers: [UInt64] = []
  private var loss: BusError?
  private var isReloading = false

  /// Runs where the bus does.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { bus.unownedExecutor }

  init(unit: String, bus: Bus) {
    self.unit = unit
    self.bus = bus
  }

  deinit {
    let (bus, handlers) = (bus, handlers)
    Task { for handler in handlers { await bus.removeHandler(handler) } }
  }

  /// Begins to listen.
  func listen() async {
    let rules = [
      SignalRule(
        path: UnitName.objectPath(of: unit), interface: "org.freedesktop.DBus.Properties", member: "PropertiesChanged"),
      SignalRule(path: Manager.path, interface: Manager.interface, member: "UnitRemoved"),
      SignalRule(path: Manager.path, interface: Manager.interface, member: "Reloading"),
    ]
    for rule in rules {
      let handler = await bus.onSignal(rule, keys: UnitState.properties) { [weak self] result in
        self?.assumeIsolated { $0.receive(result) }
      }
      handlers.append(handler)
    }
  }

  private func receive(_ result: Result<BusSignal, BusError>) {
    switch result {
    case .failure(let error): loss = error
    case .success(let signal):
      if signal.member == "Reloading" {
        isReloading = signal.arguments.first?.truth ?? false
        return
      } else if signal.member == "UnitRemoved" {
        // While it reads its files anew, the manager drops all units and takes them up again.
        guard !isReloading, signal.arguments.first?.text == unit else { return }
        state.isRemoved = true
      } else if signal.arguments.count > 1 {
        // s interface, a{sv} changed, as invalidated
        let changes = [String: BusValue](dictionary: signal.arguments[1])
        state.merge(changes)
        // Only what is in memory changes: a unit that was dropped, as any may be that is down, has been taken up again.
        if changes["ActiveState"] != nil { state.isRemoved = false }
      }
    }
    settle()
  }

  /// Takes over what the manager says of the unit now: for a unit that was there before the watcher.
  func update(from properties: [String: BusValue]) {
    state.merge(properties)
    settle()
  }

  /// Waits until the condition holds of the unit's state.
  ///
  /// - Returns: The first state of which it holds, now or later.
  /// - Throws: ``BusError`` when the connection is lost; ``DeadlineExceeded`` after `limit`.
  public func wait(
    _ limit: Duration, until what: String, _ condition: @escaping @Sendable (UnitState) -> Bool
  ) async throws -> UnitState {
    if condition(state) { return state }
    if let loss { throw loss }
    let pending = Pending<UnitState>()
    waiters.append(Waiter(condition: condition, pending: pending))
    defer { waiters.removeAll { $0.pending === pending } }
    let overdue = DeadlineExceeded(what: "waiting until \(unit) is \(what)", limit: limit)
    let timer = await bus.after(limit) { pending.decide(.failure(overdue)) }
    do {
      let state = try await pending.value()
      await bus.removeTimer(timer)
      return state
    } catch {
      await bus.removeTimer(timer)
      throw error
    }
  }

  /// Waits until the unit is up or down, whichever comes first.
  public func settled(within limit: Duration) async throws -> UnitState {
    try await wait(limit, until: "up or down") { $0.isActive || $0.isDown }
  }

  /// Waits until the unit is down; its result is final then.
  public func down(within limit: Duration) async throws -> UnitState {
    try await wait(limit, until: "down") { $0.isDown }
  }

  private func settle() {
    for waiter in waiters {
      if waiter.condition(state) {
        waiter.pending.decide(.success(state))
      } else if let loss {
        waiter.pending.decide(.failure(loss))
      }
    }
  }
}

extension Manager {
  /// Follows a unit that need not exist yet. Watch first, start then: so nothing is missed.
  public func watch(_ unit: String) async -> UnitWatcher {
    let watcher = UnitWatcher(unit: unit, bus: bus)
    await watcher.listen()
    return watcher
  }

  /// Follows a unit that exists, from the state in which it is now.
  public func watch(existing unit: String) async throws -> UnitWatcher {
    let watcher = await watch(unit)
    await watcher.update(from: try await properties(of: unit))
    return watcher
  }
}
