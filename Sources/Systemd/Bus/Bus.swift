import CSystemd
import Glibc
import Linux
import Sandboxing

/// A method of an object on the bus.
public struct BusMethod: Hashable, Sendable {
  /// Who is called: `org.freedesktop.systemd1`.
  public var destination: String
  /// The object.
  public var path: String
  /// The interface that the method belongs to.
  public var interface: String
  /// The method's name.
  public var member: String

  /// A method by its four names.
  public init(destination: String, path: String, interface: String, member: String) {
    self.destination = destination
    self.path = path
    self.interface = interface
    self.member = member
  }
}

/// One D-Bus connection, over libsystemd's sd-bus.
///
/// It is an actor on a thread of its own: nothing here blocks the threads that other tasks run on, any number of calls
/// may wait at once, and what runs on the thread (``onSignal(_:keys:_:)``) sees signals in the order in which they came.
public actor Bus {
  /// dbus-daemon refuses a client that has more than 128 calls unanswered on the system bus; ours wait here instead.
  private static let callsInFlight = 100

  /// In microseconds: a machine with much to do is late, but seldom by so much.
  private static let unusualDelay: UInt64 = 500_000

  private struct Call {
    let id: UInt64
    let method: BusMethod
    let arguments: [BusValue]
    let timeout: Duration
    let continuation: CheckedContinuation<[BusValue], any Error>
  }

  private struct Handler {
    let rule: SignalRule
    let keys: Set<String>?
    let receive: @Sendable (Result<BusSignal, BusError>) -> Void
  }

  private struct Timer {
    /// In microseconds of `CLOCK_MONOTONIC`.
    let deadline: UInt64
    let fire: @Sendable () -> Void
  }

  /// Where this connection leads.
  public nonisolated let address: BusAddress
  nonisolated let thread: ThreadExecutor
  private nonisolated let connection: Connection
  private var loss: BusError?
  private var sent: [UInt64: (call: Call, slot: OpaquePointer?)] = [:]
  private var backlog: [Call] = []
  private var handlers: [UInt64: Handler] = [:]
  private var timers: [UInt64: Timer] = [:]
  private var lastID: UInt64 = 0

  /// Runs on the connection's own thread.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Opens a connection. The socket must be there; whether whoever listens on it lets us in, the first call tells.
  ///
  /// - Throws: ``BusError`` where the address cannot be reached.
  public init(_ address: BusAddress) throws {
    self.address = address
    connection = try Connection(address)
    thread = try .forSystemd()
    sd_bus_add_filter(connection.pointer, nil, receiveSignal, Unmanaged.passUnretained(self).toOpaque())
    thread.attach { [weak self] in self?.assumeIsolated { $0.round() } }
  }

  deinit {
    thread.stop { [connection] in sd_bus_close_unref(connection.pointer) }
  }

  /// Calls a method and waits for its answer.
  ///
  /// - Parameters:
  ///   - method: What is called.
  ///   - arguments: Its arguments, whose types must be the method's own.
  ///   - timeout: How long the answer may take. Cancelling the task gives up earlier; whoever was called is not told
  ///     either way.
  /// - Returns: The arguments of the reply.
  /// - Throws: ``BusError`` when the other side refuses, the time is over or the connection is lost;
  ///   `CancellationError`.
  public func call(
    _ method: BusMethod, _ arguments: [BusValue] = [], timeout: Duration = .seconds(25)
  ) async throws -> [BusValue] {
    try Task.checkCancellation()
    let id = nextID()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let call = Call(
          id: id, method: method, arguments: arguments, timeout: timeout, continuation: continuation)
        if sent.count < Self.callsInFlight { send(call) } else { backlog.append(call) }
      }
    } onCancel: {
      Task { await cancel(id) }
    }
  }

  /// Asks the bus to deliver this sender's signals that match a rule, from now until the connection ends. A peer
  /// without a bus sends all of its signals anyway.
  public func subscribe(_ rule: SignalRule, from sender: String) async throws {
    guard address.hasBus else { return }
    let method = BusMethod(
      destination: "org.freedesktop.DBus", path: "/org/freedesktop/DBus", interface: "org.freedesktop.DBus",
      member: "AddMatch")
    _ = try await call(method, [.string(rule.text(sender: sender))])
  }

  /// The signals that match a rule, of those ``subscribe(_:from:)`` has asked the bus for: from this moment on, none
  /// lost, however late they are looked at. The stream throws ``BusError`` when the connection is lost.
  public func signals(_ rule: SignalRule) -> AsyncThrowingStream<BusSignal, any Error> {
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: BusSignal.self)
    let id = onSignal(rule) { result in
      switch result {
      case .success(let signal): continuation.yield(signal)
      case .failure(let error): continuation.finish(throwing: error)
      }
    }
    continuation.onTermination = { [weak self] _ in
      guard let self else { return }
      Task { await self.removeHandler(id) }
    }
    return stream
  }

  /// Has `receive` called on this connection's thread with every signal that matches the rule, and once more when the
  /// connection is lost.
  ///
  /// - Parameters:
  ///   - rule: which signals.
  ///   - keys: which keys of dictionaries among their arguments are wanted; others may be left out. Nil for all.
  ///   - receive: what is called.
  /// - Returns: the number by which that is ended (`removeHandler`).
  func onSignal(
    _ rule: SignalRule, keys: Set<String>? = nil, _ receive: @escaping @Sendable (Result<BusSignal, BusError>) -> Void
  ) -> UInt64 {
    let id = nextID()
    if let loss {
      receive(.failure(loss))
    } else {
      handlers[id] = Handler(rule: rule, keys: keys, receive: receive)
    }
    return id
  }

  func removeHandler(_ id: UInt64) { handlers[id] = nil }

  /// Has `fire` called on this connection's thread after a time, unless the timer is removed before. A timer costs no
  /// task of its own, and whoever waits here with a limit no change of threads.
  func after(_ limit: Duration, _ fire: @escaping @Sendable () -> Void) -> UInt64 {
    let id = nextID()
    timers[id] = Timer(
      deadline: ThreadExecutor.now().addingReportingOverflow(limit.microseconds).partialValue, fire: fire)
    return id
  }

  func removeTimer(_ id: UInt64) { timers[id] = nil }

  /// Ends the connection; whoever still waits is told that it is lost.
  public func close() { lose(.disconnected) }

  private func nextID() -> UInt64 {
    lastID += 1
    return lastID
  }
}

// MARK: - Calls

extension Bus {
  private func send(_ call: Call) {
    do throws(BusError) {
      if let loss { throw loss }
      sent[call.id] = (call, nil)
      sent[call.id]?.slot = try connection.send(
        call.method, call.arguments, timeout: call.timeout,
        reply: PendingReply(bus: self, id: call.id))
    } catch {
      sent[call.id] = nil
      call.continuation.resume(throwing: error)
    }
  }

  func finish(_ id: UInt64, _ result: Result<[BusValue], some Error>) {
    guard let (call, slot) = sent.removeValue(forKey: id) else { return }
    sd_bus_slot_unref(slot)
    call.continuation.resume(with: result.mapError { $0 as any Error })
    sendBacklog()
  }

  private func cancel(_ id: UInt64) {
    if let index = backlog.firstIndex(where: { $0.id == id }) {
      backlog.remove(at: index).continuation.resume(throwing: CancellationError())
    } else {
      finish(id, Result.failure(CancellationError()))
    }
  }

  private func sendBacklog() {
    while !backlog.isEmpty, sent.count < Self.callsInFlight { send(backlog.removeFirst()) }
  }
}

// MARK: - What arrives

extension Bus {
  /// Handles what has arrived and sends what waits; says what to wait for next, nil once the connection is over.
  private func round() -> ThreadExecutor.Interest? {
    guard loss == nil else { return nil }
    // Whoever has got what it waited for goes on at once, before the rest of a burst of signals is looked at.
    while !thread.hasJobs {
      let code = sd_bus_process(connection.pointer, nil)
      if code == 0 { break }
      if code < 0 || sd_bus_is_open(connection.pointer) <= 0 {
        lose(code < 0 ? BusError(returned: code, doing: "The connection to the bus was lost") : .disconnected)
        return nil
      }
    }
    let now = ThreadExecutor.now()
    grantLostTime(until: now)
    for (id, timer) in timers where timer.deadline <= now {
      timers[id] = nil
      timer.fire()
    }
    var interest = connection.interest
    if let next = timers.values.map(\.deadline).min(), let own = interest?.deadline {
      interest?.deadline = min(own, next)
    }
    return interest
  }

  /// A timer that is long overdue was so because this process did not run (SIGSTOP): whatever is waited for had as little
  /// chance to be heard, and gets that time back.
  private func grantLostTime(until now: UInt64) {
    guard let first = timers.values.map(\.deadline).min(), now > first, now - first > Self.unusualDelay else { return }
    let lost = now - first
    timers = timers.mapValues { timer in
      Timer(deadline: timer.deadline.addingReportingOverflow(lost).partialValue, fire: timer.fire)
    }
  }

  private func lose(_ error: BusError) {
    guard loss == nil else { return }
    loss = error
    sd_bus_close(connection.pointer)
    for id in sent.keys { finish(id, Result.failure(error)) }
    sendBacklog()
    let listeners = handlers.values
    handlers = [:]
    for handler in listeners { handler.receive(.failure(error)) }
  }

  fileprivate func receive(signal message: OpaquePointer) {
    guard let path = sd_bus_message_get_path(message), let interface = sd_bus_message_get_interface(message),
      let member = sd_bus_message_get_member(message)
    else { return }
    let head = (path: String(cString: path), interface: String(cString: interface), member: String(cString: member))
    // Most signals on a host concern nobody here: they are not even decoded.
    let listeners = handlers.values.filter {
      $0.rule.matches(path: head.path, interface: head.interface, member: head.member)
    }
    guard !listeners.isEmpty else { return }
    let wanted = listeners.compactMap(\.keys)
    let keys = wanted.count < listeners.count ? nil : wanted.reduce(into: Set()) { $0.formUnion($1) }
    guard let arguments = try? MessageReader(message: message, keys: keys).values() else { return }
    let signal = BusSignal(
      path: head.path, interface: head.interface, member: head.member, arguments: arguments)
    for listener in listeners { listener.receive(.success(signal)) }
  }
}

private func receiveSignal(
  message: OpaquePointer?, context: UnsafeMutableRawPointer?, error: UnsafeMutablePointer<sd_bus_error>?
) -> Int32 {
  guard let message, let context, sd_bus_message_is_signal(message, nil, nil) > 0 else { return 0 }
  let bus = Unmanaged<Bus>.fromOpaque(context).takeUnretainedValue()
  nonisolated(unsafe) let signal = message
  bus.assumeIsolated { $0.receive(signal: signal) }
  return 0
}
