/// A place where a recipe's service waits for others unless its configuration says otherwise.
public enum Listener: Hashable, Sendable {
  /// A port, of `tcp` or `udp`.
  case port(transport: String, UInt16)
  /// A socket in the file system; the path may be a pattern as glob(7) has it.
  case socket(String)

  /// Reads `tcp:80`, `udp:53` or `unix:/run/x.sock`; nil where the text is none of them.
  public init?(parsing text: String) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    switch parts[0] {
    case "tcp", "udp":
      guard let port = UInt16(parts[1]), port > 0 else { return nil }
      self = .port(transport: parts[0], port)
    case "unix" where parts[1].hasPrefix("/"): self = .socket(parts[1])
    default: return nil
    }
  }
}

extension Listener: CustomStringConvertible {
  /// As recipes write it.
  public var description: String {
    switch self {
    case .port(let transport, let port): "\(transport):\(port)"
    case .socket(let path): "unix:\(path)"
    }
  }
}
