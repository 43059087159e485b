/// Where a message bus, or a manager's private socket, is reached.
public enum BusAddress: Hashable, Sendable {
  /// This machine's system bus: `$DBUS_SYSTEM_BUS_ADDRESS` or `/run/dbus/system_bus_socket`.
  case system
  /// The calling user's bus: `$DBUS_SESSION_BUS_ADDRESS` or `$XDG_RUNTIME_DIR/bus`.
  case user
  /// A message bus that listens on this socket: a lab's, seen through `/proc/LEADER/root`.
  case bus(path: String)
  /// A process that speaks D-Bus on this socket without a bus between: PID 1's `/run/systemd/private`. It talks only to
  /// processes that it can see: for that of a lab, `leader` is a process of the lab's PID namespace.
  case peer(path: String, leader: Int32? = nil)

  /// Whether a message bus stands between us and whom we call: only then are there match rules, and clients that a
  /// manager can tell apart (so that `AddRef` means something).
  public var hasBus: Bool {
    switch self {
    case .system, .user, .bus: true
    case .peer: false
    }
  }

  /// The address of a socket as the D-Bus Specification writes it ("Server Addresses"): whatever is not plainly safe
  /// is a percent and two hexadecimal digits.
  static func escaped(socket path: String) -> String {
    let safe = Set("-_/.*ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
    let digits = Array("0123456789abcdef")
    var text = "unix:path="
    for byte in path.utf8 {
      if safe.contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
    return text
  }
}
