/// Where in a trial something happened, in the order in which a trial goes through them.
public enum Phase: Hashable, Sendable {
  /// The first start, on the state the service has before it ever ran.
  case start
  /// The window after a start through which the service has to stay up.
  case settle
  /// Two periods of the watchdog of a service that has one: it bites later than other trials last.
  case watchdog
  /// The wait until the service says that it is ready.
  case ready
  /// A probe after the first start, by its number from 1.
  case health(Int)
  /// The reload.
  case reload
  /// A probe after the reload, by its number from 1.
  case healthAfterReload(Int)
  /// The stop before the restart.
  case stop
  /// The second start, on the state that the first one left.
  case restart
  /// A probe after the restart, by its number from 1.
  case healthAfterRestart(Int)
  /// The stop that ends the trial.
  case finalStop
  /// A rehearsal of what happens to any service sooner or later.
  case rehearsal(RehearsalName)
}

extension Phase: CustomStringConvertible {
  private static let plain: [(phase: Phase, name: String)] = [
    (.start, "start"), (.settle, "settle"), (.watchdog, "watchdog"), (.ready, "ready"), (.reload, "reload"),
    (.stop, "stop"), (.restart, "restart"), (.finalStop, "final stop"),
  ]
  private static let numbered: [(make: @Sendable (Int) -> Phase, suffix: String)] = [
    (Phase.health, ""), (Phase.healthAfterReload, " after reload"), (Phase.healthAfterRestart, " after restart"),
  ]

  private static let rehearsalPrefix = "rehearsal "

  /// Which rehearsal it is; nil where it is none.
  public var rehearsal: RehearsalName? {
    guard case .rehearsal(let name) = self else { return nil }
    return name
  }

  /// The phase as reports and profiles write it: `start`, `health 2 after reload`, `rehearsal logrotate`.
  public var description: String {
    switch self {
    case .health(let number): "health \(number)"
    case .healthAfterReload(let number): "health \(number) after reload"
    case .healthAfterRestart(let number): "health \(number) after restart"
    case .rehearsal(let name): "\(Self.rehearsalPrefix)\(name.rawValue)"
    default: Self.plain.first { $0.phase == self }?.name ?? ""
    }
  }

  /// Reads a phase back from its description; nil where the text is none.
  public init?(_ text: some StringProtocol) {
    if let named = Self.plain.first(where: { $0.name == text }) {
      self = named.phase
      return
    }
    if text.hasPrefix(Self.rehearsalPrefix) {
      guard let name = RehearsalName(rawValue: String(text.dropFirst(Self.rehearsalPrefix.count))) else { return nil }
      self = .rehearsal(name)
      return
    }
    guard text.hasPrefix("health ") else { return nil }
    let rest = text.dropFirst("health ".count)
    let digits = rest.prefix { $0.isNumber }
    guard let number = Int(digits), number > 0,
      let kind = Self.numbered.first(where: { $0.suffix == rest.dropFirst(digits.count) })
    else { return nil }
    self = kind.make(number)
  }
}

extension Phase: Codable {
  /// Reads the description's form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let phase = Phase(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a phase of a trial")
    }
    self = phase
  }

  /// Writes the description.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
