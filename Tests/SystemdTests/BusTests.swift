import CSystemd
import Glibc
import Sandboxing
import Testing

@testable import Systemd

@Suite("A connection to a real bus", .enabled(if: MessageBus.isInstalled, "needs dbus-daemon"))
struct BusTests {
  private static let name = "org.freedesktop.DBus"

  private static func method(_ member: String) -> BusMethod {
    BusMethod(destination: name, path: "/org/freedesktop/DBus", interface: name, member: member)
  }

  private static func ownerChanges() -> SignalRule {
    SignalRule(path: "/org/freedesktop/DBus", interface: name, member: "NameOwnerChanged")
  }

  @Test("calls and answers")
  func call() async throws {
    let daemon = try MessageBus()
    let bus = try Bus(daemon.address)
    #expect(try await bus.call(Self.method("NameHasOwner"), [.string(Self.name)]) == [.bool(true)])
    #expect(try await bus.call(Self.method("NameHasOwner"), [.string("no.such.name")]) == [.bool(false)])
  }

  @Test("what is refused has the name that the other side gave it")
  func refusal() async throws {
    let daemon = try MessageBus()
    let bus = try Bus(daemon.address)
    let error = await #expect(throws: BusError.self) { try await bus.call(Self.method("NoSuchMethod")) }
    #expect(error?.name == "org.freedesktop.DBus.Error.UnknownMethod")
    #expect(error?.isConnectionLost == false)
  }

  @Test("takes more calls at once than the bus allows one client to have unanswered")
  func manyCalls() async throws {
    let daemon = try MessageBus()
    let bus = try Bus(daemon.address)
    let owners = try await withThrowingTaskGroup(of: [BusValue].self) { group in
      for number in 0..<500 {
        group.addTask { try await bus.call(Self.method("NameHasOwner"), [.string("no.such.n\(number)")]) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(owners.count == 500)
    #expect(owners.allSatisfy { $0 == [.bool(false)] })
  }

  @Test("signals that came before anybody looked are not lost, and come in order")
  func signals() async throws {
    let daemon = try MessageBus()
    let bus = try Bus(daemon.address)
    let other = try Bus(daemon.address)
    try await bus.subscribe(Self.ownerChanges(), from: Self.name)
    let changes = await bus.signals(Self.ownerChanges())
    let names = (0..<200).map { "org.example.n\($0)" }
    for name in names {
      #expect(try await other.call(Self.method("RequestName"), [.string(name), .uint32(0)]) == [.uint32(1)])
    }
    var seen: [String] = []
    for try await change in changes {
      if let name = change.arguments.first?.text, name.hasPrefix("org.example.") { seen.append(name) }
      if seen.count == names.count { break }
    }
    #expect(seen == names)
  }

  @Test("every waiter is told when the connection is lost, and a new one can be made")
  func loss() async throws {
    let daemon = try MessageBus()
    let bus = try Bus(daemon.address)
    // Nobody answers a call to a connection that does not read.
    let silent = try Silence(on: daemon)
    let signals = await bus.signals(SignalRule())
    let method = silent.method
    let first = Task { try await bus.call(method) }
    let second = Task { try await bus.call(method) }
    _ = try await bus.call(Self.method("GetId"))
    daemon.kill()
    let firstError = await #expect(throws: BusError.self) { try await first.value }
    let secondError = await #expect(throws: BusError.self) { try await second.value }
    #expect(firstError?.isConnectionLost == true)
    #expect(secondError?.isConnectionLost == true)
    let streamError = await #expect(throws: BusError.self) { for try await _ in signals {} }
    #expect(streamError?.isConnectionLost == true)
    let laterError = await #expect(throws: BusError.self) { try await bus.call(Self.method("GetId")) }
    #expect(laterError?.isConnectionLost == true)

    let next = try MessageBus()
    #expect(try await Bus(next.address).call(Self.method("GetId")).count == 1)
  }

  @Test("an answer that does not come ends as a time-out")
  func timeout() async throws {
    let daemon = try MessageBus()
    let bus = try Bus(daemon.address)
    let silent = try Silence(on: daemon)
    let error = await #expect(throws: BusError.self) { try await bus.call(silent.method, timeout: .milliseconds(50)) }
    #expect(error?.errno == ETIMEDOUT)
    #expect(error?.isConnectionLost == false)
    #expect(try await bus.call(Self.method("GetId")).count == 1, "the connection is as good as before")
  }

  @Test("a cancelled call ends at once")
  func cancellation() async throws {
    let daemon = try MessageBus()
    let bus = try Bus(daemon.address)
    let silent = try Silence(on: daemon)
    let method = silent.method
    let call = Task { try await bus.call(method, timeout: .seconds(3600)) }
    _ = try await bus.call(Self.method("GetId"))
    call.cancel()
    await #expect(throws: CancellationError.self) { try await call.value }
  }

  @Test("an address where nobody listens is refused")
  func nobody() {
    let error = #expect(throws: BusError.self) { try Bus(.bus(path: "/nowhere/socket")) }
    #expect(error?.errno == ENOENT)
  }
}

/// A client of the bus that never answers, because it never looks at what arrives.
private final class Silence {
  let method: BusMethod
  private let connection: OpaquePointer

  init(on daemon: MessageBus) throws {
    connection = try Connection(daemon.address).pointer
    var name: UnsafePointer<CChar>?
    // Waits until the bus has greeted it.
    let code = sd_bus_get_unique_name(connection, &name)
    guard code >= 0, let name else { throw BusError(returned: code, doing: "Could not greet the bus") }
    method = BusMethod(
      destination: String(cString: name), path: "/", interface: "org.example.Silence", member: "Speak")
  }

  deinit { sd_bus_close_unref(connection) }
}
