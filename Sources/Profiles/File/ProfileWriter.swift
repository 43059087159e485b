import Sandboxing
import Yams

extension Profile {
  /// The profile as the text of a file: comments at the top, keys always in the same order, so that a diff between two
  /// runs shows what changed and nothing else.
  ///
  /// - Throws: what the YAML emitter throws, which no profile has been seen to cause.
  public func yaml() throws -> String {
    let encoder = YAMLEncoder()
    encoder.options.indent = 2
    encoder.options.width = -1
    encoder.options.allowUnicode = false
    encoder.options.sortKeys = false
    encoder.options.newLineScalarStyle = .literal
    encoder.options.redundancyAliasingStrategy = nil
    return """
      # The tightest sandbox of \(service.unit) that passed its health check, and why it is not tighter.
      # Install it with 'cinch apply', test it again after upgrades with 'cinch check', and ask why a directive was
      # rejected with 'cinch explain'. Everything below may be edited; what is kept is tested before it is installed.

      """ + (try encoder.encode(self))
  }
}

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
