/// What a command line, a manifest or a profile says of a health check; nil is what it leaves open.
public struct HealthSettings: Hashable, Sendable {
  /// Command lines run once, before the first start.
  public var setup: [String]?
  /// Command lines run before every start.
  public var prepare: [String]?
  /// A command line repeated after each start until it succeeds.
  public var ready: String?
  /// How long `ready` may take to succeed.
  public var readyTimeout: Duration?
  /// How long the service must stay up after its start before it is believed.
  public var settle: Duration?
  /// Whether a reload belongs to the check.
  public var reload: Bool?
  /// Whether a restart belongs to the check.
  public var restart: Bool?
  /// The probes in their order.
  public var probes: [Probe]?
  /// Probes under the keys of old, one for each kind, which are run in the order of the kinds.
  private var probesByKind: [Probe.Kind: [Probe]] = [:]

  /// Nothing is said.
  public init() {}

  /// The check, in which what was left open is as usual.
  public var check: HealthCheck {
    let probes = probes ?? Probe.Kind.allCases.flatMap { probesByKind[$0] ?? [] }
    let usual = HealthCheck()
    return HealthCheck(
      setup: setup ?? usual.setup, prepare: prepare ?? usual.prepare, ready: ready,
      readyTimeout: readyTimeout ?? usual.readyTimeout, probes: probes,
      settle: settle ?? HealthCheck.usualSettle(with: probes), reload: reload ?? usual.reload,
      restart: restart ?? usual.restart)
  }

  /// These settings with what others say taken over. Their probes in one list take the place of all that is here; under an old key, of those of
  /// that kind and of a list.
  public func merging(_ other: HealthSettings) -> HealthSettings {
    var merged = self
    merged.merge(other)
    return merged
  }

  private mutating func merge(_ other: HealthSettings) {
    setup = other.setup ?? setup
    prepare = other.prepare ?? prepare
    ready = other.ready ?? ready
    readyTimeout = other.readyTimeout ?? readyTimeout
    settle = other.settle ?? settle
    reload = other.reload ?? reload
    restart = other.restart ?? restart
    if other.probes != nil { probesByKind = [:] }
    if other.probes != nil || !other.probesByKind.isEmpty { probes = other.probes }
    probesByKind.merge(other.probesByKind) { $1 }
  }

  /// A time as people write it: a time span like `300ms` or `2min`, where a bare number counts seconds; nil where it is none
  /// or not in ``HealthCheck/possibleSeconds``.
  public static func time(_ text: String) -> Duration? {
    Duration(timeSpan: text).flatMap { HealthCheck.possibleSeconds.contains($0.inSeconds) ? $0 : nil }
  }
}

extension HealthSettings: Decodable {
  /// The keys, those of old included.
  public enum Key: String, CodingKey, CaseIterable, Sendable {
    case setup, prepare, ready, readyTimeout, probes, settle, reload, restart
    /// In seconds.
    case readyTimeoutSeconds = "ready_timeout_s"
    /// In seconds.
    case settleSeconds = "settle_s"
    /// Commands.
    case health
    /// URLs.
    case healthHTTP = "health_http"
    /// Addresses.
    case healthTCP = "health_tcp"
  }

  /// Reads what is there. A list of texts can be one text, times are time spans like `300ms`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    setup = try container.texts(.setup)
    prepare = try container.texts(.prepare)
    ready = try container.decodeIfPresent(Text.self, forKey: .ready)?.text
    readyTimeout = try container.span(.readyTimeout) ?? container.seconds(.readyTimeoutSeconds)
    settle = try container.span(.settle) ?? container.seconds(.settleSeconds)
    reload = try container.decodeIfPresent(Bool.self, forKey: .reload)
    restart = try container.decodeIfPresent(Bool.self, forKey: .restart)
    probes = try container.decodeIfPresent([Probe].self, forKey: .probes)
    for (key, kind) in [(Key.health, Probe.Kind.exec), (.healthHTTP, .http), (.healthTCP, .tcp)] {
      guard let texts = try container.texts(key) else { continue }
      guard probes == nil else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "'probes' lists the probes already")
      }
      do {
        probesByKind[kind] = try texts.map { try Probe(kind, $0) }
      } catch let error as Probe.Invalid {
        throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: error.description)
      }
    }
  }
}

/// A text that is one, not nothing.
private struct Text: Decodable {
  let text: String

  init(from decoder: any Decoder) throws {
    // What a decoder says of a list or a mapping in its place depends on the format.
    guard let container = try? decoder.singleValueContainer(), !container.decodeNil(),
      let text = try? container.decode(String.self)
    else {
      throw DecodingError.typeMismatch(
        String.self, .init(codingPath: decoder.codingPath, debugDescription: "it is not a text"))
    }
    self.text = text
  }
}

/// A list of texts, or one text that stands for a list of it.
private struct TextList: Decodable {
  var texts: [String] = []

  init(from decoder: any Decoder) throws {
    if var list = try? decoder.unkeyedContainer() {
      while !list.isAtEnd { texts.append(try list.decode(Text.self).text) }
    } else {
      texts = [try Text(from: decoder).text]
    }
  }
}

extension KeyedDecodingContainer<HealthSettings.Key> {
  fileprivate func texts(_ key: Key) throws -> [String]? { try decodeIfPresent(TextList.self, forKey: key)?.texts }

  fileprivate func span(_ key: Key) throws -> Duration? {
    guard let text = try decodeIfPresent(String.self, forKey: key) else { return nil }
    guard let time = HealthSettings.time(text) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "'\(text)' is not a time span like 30s or 300ms")
    }
    return time
  }

  fileprivate func seconds(_ key: Key) throws -> Duration? {
    guard contains(key) else { return nil }
    guard let number = try? decode(Double.self, forKey: key), HealthCheck.possibleSeconds.contains(number) else {
      let range = HealthCheck.possibleSeconds
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self,
        debugDescription:
          "it is not a number of seconds from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
    }
    return .seconds(number)
  }
}
