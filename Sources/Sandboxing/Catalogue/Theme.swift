/// The headings under which directives are grouped, in the order in which a drop-in lists them.
public enum Theme: String, CaseIterable, Sendable {
  /// User, capabilities, privileges.
  case identity = "Identity"
  /// What of the file system can be seen, written and executed.
  case fileSystem = "File system"
  /// Devices.
  case devices = "Devices"
  /// The kernel's own interfaces.
  case kernel = "Kernel"
  /// Other processes, namespaces, scheduling.
  case processes = "Processes"
  /// Network and sockets.
  case network = "Network"
  /// System calls.
  case systemCalls = "System calls"
}

/// A page of systemd's manual.
public enum ManualPage: String, Sendable {
  /// Execution environment.
  case exec = "systemd.exec(5)"
  /// Resource control.
  case resourceControl = "systemd.resource-control(5)"
  /// Service units.
  case service = "systemd.service(5)"
}
