import Sandboxing

/// A running systemd, reached over its bus: this host's, a user's, a lab's (org.freedesktop.systemd1(5)).
public struct Manager: Sendable {
  /// The connection that everything goes over.
  public let bus: Bus
  static let destination = "org.freedesktop.systemd1"
  static let path = "/org/freedesktop/systemd1"
  static let interface = "org.freedesktop.systemd1.Manager"

  /// Connects to a manager and has it send its signals, so that none is lost from here on.
  ///
  /// - Throws: ``BusError`` where there is no manager, or it does not let us in.
  public init(_ address: BusAddress) async throws {
    bus = try Bus(address)
    try await bus.subscribe(SignalRule(pathNamespace: Self.path), from: Self.destination)
    _ = try await call("Subscribe")
  }

  /// Calls a method of the manager object.
  @discardableResult
  func call(_ member: String, _ arguments: [BusValue] = [], timeout: Duration = .seconds(25)) async throws -> [BusValue]
  {
    try await bus.call(method(member), arguments, timeout: timeout)
  }

  /// A method of the manager object.
  func method(_ member: String) -> BusMethod {
    BusMethod(destination: Self.destination, path: Self.path, interface: Self.interface, member: member)
  }

  /// All properties of an object on all of its interfaces, merged.
  func properties(at path: String) async throws -> [String: BusValue] {
    let method = BusMethod(
      destination: Self.destination, path: path, interface: "org.freedesktop.DBus.Properties", member: "GetAll")
    // systemd takes the empty interface for all of them.
    let reply = try await bus.call(method, [.string("")])
    return [String: BusValue](dictionary: reply.first)
  }

  /// One property of an object.
  func read(_ name: String, of interface: String = interface, at path: String = path) async throws -> BusValue? {
    let method = BusMethod(
      destination: Self.destination, path: path, interface: "org.freedesktop.DBus.Properties", member: "Get")
    guard case .variant(let value)? = try await bus.call(method, [.string(interface), .string(name)]).first else {
      return nil
    }
    return value
  }
}

extension Manager {
  /// What `systemctl --version` says first, the distribution's suffix included: `252.38-1~deb12u1`.
  public func version() async throws -> String { try await read("Version")?.text ?? "" }

  /// Its compile-time features with their sign: `+SECCOMP`, `-BPF_FRAMEWORK`.
  public func features() async throws -> Set<String> {
    let text = try await read("Features")?.text ?? ""
    return Set(text.split(separator: " ").map(String.init))
  }

  /// Reads all unit files and drop-ins anew (`systemctl daemon-reload`) and waits until that is done.
  public func reload(timeout: Duration = .seconds(90)) async throws {
    // The reply itself is only sent once the reload is over (since systemd 224), so there is nothing else to wait for.
    try await call("Reload", timeout: timeout)
  }
}

extension [String: BusValue] {
  /// An `a{sv}` without the variants; empty where it is something else.
  init(dictionary: BusValue?) {
    self.init()
    for case .entry(.string(let name), .variant(let value)) in dictionary?.elements ?? [] { self[name] = value }
  }
}
