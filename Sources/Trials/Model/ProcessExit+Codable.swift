import Systemd

// In files a process's end stands as people read it: `exited, status=226/NAMESPACE`, `killed by SIGSYS`.

extension ProcessExit: Codable {
  /// Reads the description's form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let end = ProcessExit(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' does not say how a process ended, like 'exited, status=1'")
    }
    self = end
  }

  /// Writes the description.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// Reads the description's form; nil where the text is none.
  init?(_ text: String) {
    let exited = "exited, status="
    if text.hasPrefix(exited) {
      guard let status = Int32(text.dropFirst(exited.count).prefix { $0 != "/" }) else { return nil }
      self = .exited(status)
      return
    }
    // 64 is the kernel's last real-time signal.
    let ends = (1...64).lazy.flatMap { [ProcessExit.killed(signal: $0), .dumped(signal: $0)] }
    guard let end = ends.first(where: { $0.description == text }) else { return nil }
    self = end
  }
}
