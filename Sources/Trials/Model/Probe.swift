import Sandboxing

/// One question of a health check: does the service answer as it should?
public enum Probe: Hashable, Sendable {
  /// A command line, run with `bash -c`: exit 0 is healthy, 125 says that it could not tell, all else is unhealthy.
  case exec(String)
  /// A URL that has to answer a GET with a status below 400.
  case http(String)
  /// An address that has to accept a connection.
  case tcp(host: String, port: UInt16)

  /// The kinds of probes, by the keys of their one-key form.
  public enum Kind: String, CodingKey, CaseIterable, Sendable { case exec, http, tcp }

  /// Why a text is no probe of a kind.
  public struct Invalid: Error, Hashable, CustomStringConvertible {
    /// A clause that names the text.
    public let description: String
  }

  /// A probe as people write it.
  ///
  /// - Throws: ``Invalid``.
  public init(_ kind: Kind, _ text: String) throws(Invalid) {
    // An empty command passes whatever the service does.
    if text.allSatisfy(\.isWhitespace) { throw Invalid(description: "an empty probe asks nothing") }
    switch kind {
    case .exec: self = .exec(text)
    case .http: self = .http(text)
    case .tcp:
      guard let probe = Probe.tcp(parsing: text) else { throw Invalid(description: "'\(text)' is not HOST:PORT") }
      self = probe
    }
  }

  /// Its kind.
  public var kind: Kind {
    switch self {
    case .exec: .exec
    case .http: .http
    case .tcp: .tcp
    }
  }

  /// The shell command that asks the probe's question: every kind is one in the end, so that all of them run where the
  /// service does, in its network.
  public var script: String {
    switch self {
    case .exec(let command): command
    case .http(let url):
      "exec curl --fail --silent --show-error --output /dev/null -- \(Quoting.shell(url))"
    case .tcp(let host, let port):
      "exec 3<>/dev/tcp/\(Quoting.shell(host))/\(port)"
    }
  }

  /// The address `HOST:PORT`, an IPv6 host in brackets; nil where the text is none.
  public static func tcp(parsing text: some StringProtocol) -> Probe? {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
      return nil
    }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    return host.isEmpty ? nil : .tcp(host: String(host), port: port)
  }
}

extension Probe: CustomStringConvertible {
  /// What is run, fetched or connected to, as people wrote it.
  public var description: String {
    switch self {
    case .exec(let command): command
    case .http(let url): url
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
  }
}

extension Probe: Codable {
  /// Reads the one-key form, `http: URL`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Kind.self)
    guard container.allKeys.count == 1, let kind = container.allKeys.first else {
      let kinds = Kind.allCases.map(\.rawValue)
      let words = kinds.dropLast().joined(separator: ", ") + " and " + (kinds.last ?? "")
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a probe has exactly one of \(words)"))
    }
    do {
      try self.init(kind, try container.decode(String.self, forKey: kind))
    } catch let error as Invalid {
      throw DecodingError.dataCorruptedError(forKey: kind, in: container, debugDescription: error.description)
    }
  }

  /// Writes the one-key form, `http: URL`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Kind.self)
    try container.encode(description, forKey: kind)
  }
}
