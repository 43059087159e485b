import Glibc
import Lab
import Systemd

extension Lab {
  /// Connects to the lab's systemd: over the lab's bus or, where no D-Bus daemon is installed in it, over the manager's
  /// own socket, which knows no references to units (``Manager/ref(_:)``).
  ///
  /// - Throws: ``BusError``.
  public func manager() async throws -> Manager {
    do {
      return try await Manager(.bus(path: root + "/run/dbus/system_bus_socket"))
    } catch let error as BusError where error.errno == ENOENT {
      return try await Manager(.peer(path: root + "/run/systemd/private", leader: leader))
    }
  }
}
