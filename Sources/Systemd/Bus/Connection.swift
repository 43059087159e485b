import CSystemd
import Glibc
import Linux
import Sandboxing

/// Owner-less handle of an sd-bus connection. Only the connection's ``ThreadExecutor`` may use it.
struct Connection: @unchecked Sendable {
  let pointer: OpaquePointer

  /// Opens the address; nothing blocks, and greeting and authentication follow as the connection is processed.
  init(_ address: BusAddress) throws(BusError) {
    var bus: OpaquePointer?
    let code: Int32
    switch address {
    case .system: code = sd_bus_open_system(&bus)
    case .user: code = sd_bus_open_user(&bus)
    case .bus(let path): code = Self.open(path, hasBus: true, into: &bus)
    case .peer(let path, nil): code = Self.open(path, hasBus: false, into: &bus)
    case .peer(let path, let leader?): code = Self.open(path, inside: leader, into: &bus)
    }
    guard code >= 0, let bus else {
      sd_bus_close_unref(bus)
      // ENOMEDIUM: the user has no runtime directory, and so no manager.
      switch (address, -code) {
      case (.system, ENOENT), (.system, ECONNREFUSED): throw .noManager("nothing answers on the system bus")
      case (.user, ENOENT), (.user, ECONNREFUSED), (.user, ENOMEDIUM):
        throw .noManager("nothing answers on this user's bus")
      default: throw BusError(returned: code, doing: "Could not connect to \(address)")
      }
    }
    pointer = bus
  }

  private static func open(_ path: String, hasBus: Bool, into bus: inout OpaquePointer?) -> Int32 {
    var code = sd_bus_new(&bus)
    if code >= 0 { code = sd_bus_set_address(bus, BusAddress.escaped(socket: path)) }
    if code >= 0 { code = sd_bus_set_bus_client(bus, hasBus ? 1 : 0) }
    if code >= 0 { code = sd_bus_start(bus) }
    return code
  }

  private static func open(_ path: String, inside leader: Int32, into bus: inout OpaquePointer?) -> Int32 {
    let descriptor = cinch_connect_inside(leader, path)
    guard descriptor >= 0 else { return descriptor }
    var code = sd_bus_new(&bus)
    if code >= 0 { code = sd_bus_set_fd(bus, descriptor, descriptor) }
    // From here on the descriptor is the connection's own.
    if code < 0 { close(descriptor) } else { code = sd_bus_start(bus) }
    return code
  }

  /// What to wait for before it is worth processing again.
  var interest: ThreadExecutor.Interest? {
    let descriptor = sd_bus_get_fd(pointer)
    let events = sd_bus_get_events(pointer)
    guard descriptor >= 0, events >= 0 else { return nil }
    var deadline = UInt64.max
    guard sd_bus_get_timeout(pointer, &deadline) >= 0 else { return nil }
    return ThreadExecutor.Interest(
      descriptor: descriptor, events: Int16(truncatingIfNeeded: events), deadline: deadline)
  }

  /// Sends a call; its answer, or why there is none, goes to the call's bus.
  ///
  /// - Returns: The slot that stands for the wait: releasing it ends the wait.
  func send(
    _ method: BusMethod, _ arguments: [BusValue], timeout: Duration, reply: PendingReply
  ) throws(BusError) -> OpaquePointer? {
    var message: OpaquePointer?
    let made = sd_bus_message_new_method_call(
      pointer, &message, method.destination, method.path, method.interface, method.member)
    defer { sd_bus_message_unref(message) }
    guard made >= 0, let message else { throw BusError(returned: made, doing: "Could not call \(method.member)") }
    let writer = MessageWriter(message: message)
    for argument in arguments { try writer.append(argument) }

    let context = Unmanaged.passRetained(reply)
    var slot: OpaquePointer?
    let sent = sd_bus_call_async(
      pointer, &slot, message, receiveReply, context.toOpaque(), max(1, timeout.microseconds))
    guard sent >= 0 else {
      context.release()
      throw BusError(returned: sent, doing: "Could not call \(method.member)")
    }
    sd_bus_slot_set_destroy_callback(slot) { context in
      if let context { Unmanaged<PendingReply>.fromOpaque(context).release() }
    }
    return slot
  }
}

/// Whom an answer goes to.
final class PendingReply {
  unowned let bus: Bus
  let id: UInt64

  init(bus: Bus, id: UInt64) {
    self.bus = bus
    self.id = id
  }
}

private func receiveReply(
  message: OpaquePointer?, context: UnsafeMutableRawPointer?, error: UnsafeMutablePointer<sd_bus_error>?
) -> Int32 {
  guard let message, let context else { return 0 }
  let reply = Unmanaged<PendingReply>.fromOpaque(context).takeUnretainedValue()
  let result = Result { () throws(BusError) in
    if sd_bus_message_is_method_error(message, nil) > 0 { throw BusError(reply: message) }
    return try MessageReader(message: message).values()
  }
  let id = reply.id
  reply.bus.assumeIsolated { $0.finish(id, result) }
  return 1
}

extension Duration {
  /// Whole microseconds, at most what fits; never negative.
  public var microseconds: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0 else { return 0 }
    let (high, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000)
    return overflow ? .max : high + UInt64(max(0, attoseconds) / 1_000_000_000_000)
  }
}
