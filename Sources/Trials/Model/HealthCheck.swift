/// What "works" means for a service: probes in order, and the lifecycle around them.
public struct HealthCheck: Hashable, Sendable {
  /// Command lines run once, before the first start.
  public var setup: [String]
  /// Command lines run before every start.
  public var prepare: [String]
  /// A command line repeated after each start until it succeeds, for services that count as started too early.
  public var ready: String?
  /// How long `ready` may take to succeed.
  public var readyTimeout: Duration
  /// All must pass, in this order, at the first attempt. Without any, the service only has to stay up.
  public var probes: [Probe]
  /// How long the service must stay up after its start before it is believed.
  public var settle: Duration
  /// Whether a reload, where the unit can, and the probes after it belong to the check.
  public var reload: Bool
  /// Whether a stop, a start on the service's own state, and the probes after it belong to the check.
  public var restart: Bool

  /// A health check; without arguments "stays up, reloads, restarts".
  public init(
    setup: [String] = [], prepare: [String] = [], ready: String? = nil, readyTimeout: Duration = .seconds(30),
    probes: [Probe] = [], settle: Duration = .milliseconds(300), reload: Bool = true, restart: Bool = true
  ) {
    self.setup = setup
    self.prepare = prepare
    self.ready = ready
    self.readyTimeout = readyTimeout
    self.probes = probes
    self.settle = settle
    self.reload = reload
    self.restart = restart
  }

  /// How long a service must stay up before it is believed, unless somebody says: longer where nothing else is checked.
  public static func usualSettle(with probes: [Probe]) -> Duration {
    probes.isEmpty ? .seconds(1) : .milliseconds(300)
  }

  /// How many seconds a time of a health check can be told to take.
  public static let possibleSeconds = 0.0...86_400
}

extension HealthCheck: Codable {
  /// Reads a health check with the keys of ``HealthSettings``; what is missing is as usual.
  public init(from decoder: any Decoder) throws { self = try HealthSettings(from: decoder).check }

  /// Writes every key that is not empty, so that a saved check means the same when defaults change.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: HealthSettings.Key.self)
    if !setup.isEmpty { try container.encode(setup, forKey: .setup) }
    if !prepare.isEmpty { try container.encode(prepare, forKey: .prepare) }
    if let ready {
      try container.encode(ready, forKey: .ready)
      try container.encode(readyTimeout.timeSpan, forKey: .readyTimeout)
    }
    if !probes.isEmpty { try container.encode(probes, forKey: .probes) }
    try container.encode(settle.timeSpan, forKey: .settle)
    try container.encode(reload, forKey: .reload)
    try container.encode(restart, forKey: .restart)
  }
}
