import CSystemd
import Glibc
import Linux

/// Why a call over D-Bus failed: what the other side answered, or what became of the connection.
public struct BusError: Error, Hashable, Sendable {
  /// The error's D-Bus name: `org.freedesktop.systemd1.NoSuchUnit`.
  public let name: String
  /// What whoever refused had to say; one sentence, mostly.
  public let message: String
  /// The errno that libsystemd maps the name to; `EIO` where it knows none.
  public let errno: Int32

  /// An error by its D-Bus name.
  public init(name: String, message: String, errno: Int32) {
    self.name = name
    self.message = message
    self.errno = errno
  }

  /// What libsystemd returned: a negative errno.
  init(returned code: Int32, doing what: String) {
    let number = -code
    self.init(
      name: "System.Error.\(number)", message: "\(what): \(String(cString: strerror(number)))", errno: number)
  }

  /// An error reply.
  init(reply: OpaquePointer) {
    let error = sd_bus_message_get_error(reply)?.pointee
    let message = error?.message.map { String(cString: $0) } ?? ""
    let name = error?.name.map { String(cString: $0) } ?? "org.freedesktop.DBus.Error.Failed"
    self.init(name: name, message: message.isEmpty ? name : message, errno: sd_bus_message_get_errno(reply))
  }

  /// The connection ended before the answer came: the daemon went away, or executed itself anew.
  public static let disconnected = BusError(
    name: "org.freedesktop.DBus.Error.Disconnected", message: "The connection to the bus was lost.",
    errno: ECONNRESET)

  /// That nobody listens where a manager of the system's, or of a user's, should.
  static func noManager(_ whose: String) -> BusError {
    BusError(
      name: noServer,
      message: "\(whose): systemd does not run here, or its bus does not; services can be tried in a lab all the same",
      errno: ENOENT)
  }

  private static let noServer = "org.freedesktop.DBus.Error.NoServer"

  /// Whether nothing will be answered on this connection any more, so that only a new one can help.
  public var isConnectionLost: Bool {
    // libsystemd tells those who wait on a closing connection so with a NoReply of its own.
    errno == ECONNRESET || errno == ENOTCONN || errno == EPIPE || errno == ESHUTDOWN
      || name == Self.disconnected.name
      || name == "org.freedesktop.DBus.Error.NoReply" && message == "Connection terminated"
  }

  /// Whether the manager knows no unit of that name, or no longer does.
  public var isNoSuchUnit: Bool { name == "org.freedesktop.systemd1.NoSuchUnit" }
}

extension BusError: CustomStringConvertible {
  /// The message, which is written for people, and the name, which is what one searches for, where somebody else gave it.
  public var description: String {
    if message == name { return name }
    return name == Self.noServer || name.hasPrefix("System.Error.") ? message : "\(message) (\(name))"
  }
}

extension ThreadExecutor {
  /// A thread for an actor of this module.
  ///
  /// - Throws: ``BusError``.
  static func forSystemd() throws(BusError) -> ThreadExecutor {
    do {
      return try ThreadExecutor()
    } catch {
      throw BusError(returned: -error.number, doing: "Could not start a thread")
    }
  }
}
