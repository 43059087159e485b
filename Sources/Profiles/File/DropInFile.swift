import Sandboxing

/// A drop-in as a file: the sandbox, below a header that says whose it is and how to remove it.
public struct DropInFile: Sendable {
  /// The whole text.
  public let text: String

  /// Writes the file.
  ///
  /// - Parameters:
  ///   - unit: the service that it is for.
  ///   - sandbox: what it restricts.
  ///   - context: the service and the system on which it is to be installed.
  ///   - explicit: whether to write what others imply as well.
  public init(for unit: String, _ sandbox: Sandbox, on context: ServiceContext, explicit: Bool = false) {
    let unit = unit.terminalSafe
    text = """
      # The tightest sandbox under which \(unit) passed its health check, for systemd \(context.platform.systemdVersion).
      # Found by 'cinch find'; 'cinch check' tests it again after upgrades.
      # To remove it: 'cinch undo \(unit)', or remove this file, 'systemctl daemon-reload' and restart the service.

      \(Rendering(of: sandbox, on: context).dropIn(explicit: explicit))
      """
  }
}
