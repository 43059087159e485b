/// What a sandbox is laid on: the system, the settings that the unit has already, and what it was seen to use.
public struct ServiceContext: Sendable {
  /// The system on which the service runs.
  public let platform: Platform
  /// The unit's loaded properties by their name on the bus, without any restriction of Cinch's.
  public let base: [String: BusValue]
  /// What the service used while it ran without restrictions.
  public let observed: Observation
  /// The platform's system calls, worked out once.
  let systemCalls: SystemCallTable
  /// What the unit's own settings take away.
  private(set) var inForce = Effects()
  /// What the directives are set to without any restriction of Cinch's.
  private(set) var values: [String: Value] = [:]

  /// Describes the context for one service on one system.
  public init(platform: Platform, base: [String: BusValue] = [:], observed: Observation = Observation()) {
    self.platform = platform
    self.base = base
    self.observed = observed
    systemCalls = SystemCallTable(platform)
    for directive in Catalogue.directives {
      inForce.insert(directive.membersInForce(on: self), of: directive.name)
    }
    for directive in Catalogue.directives {
      values[directive.name] = directive.value(under: inForce, on: self)
    }
  }
}
