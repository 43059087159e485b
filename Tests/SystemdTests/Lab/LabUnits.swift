import Lab
import Sandboxing

@testable import Systemd

/// Transient units for tests in a lab.
enum LabUnits {
  /// A service that runs one command and is forgotten when it is down.
  static func service(_ name: String, _ words: [String], _ more: [UnitProperty] = []) -> TransientUnit {
    TransientUnit(
      name: name,
      properties: [
        .literalCommand(words),
        UnitProperty("CollectMode", .string("inactive-or-failed")),
      ] + more)
  }

  /// A service that runs a line of shell.
  static func script(_ name: String, _ line: String, _ more: [UnitProperty] = []) -> TransientUnit {
    service(name, ["/bin/sh", "-c", line], more)
  }
}

extension Lab {
  /// The lab's systemd, over the lab's bus.
  func manager() async throws -> Manager { try await Manager(.bus(path: root + "/run/dbus/system_bus_socket")) }
}
