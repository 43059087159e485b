/// What a sandbox is laid on: the system, the settings that the unit has already, and what it was seen to use.
public struct Ground: Sendable {
  /// The system on which the service runs.
  public let platform: Platform
  /// The unit's loaded properties by their name on the bus, without any restriction of Cinch's.
  public let base: [String: BusValue]
  /// What the service used while it ran without restrictions.
  public let observed: Observation

  /// Describes the ground for one service on one system.
  public init(platform: Platform, base: [String: BusValue] = [:], observed: Observation = Observation()) {
    self.platform = platform
    self.base = base
    self.observed = observed
  }
}

/// What a service was seen to use in its baseline run: where a restriction takes away everything but a list, the list
/// begins with this. Nothing observed means that nothing is allowed back.
public struct Observation: Hashable, Sendable, Codable {
  /// Directories in which it created, changed or removed something: absolute and normalised.
  public var writtenDirectories: [String]
  /// Directories that hold the programs and libraries that it ran: absolute and normalised.
  public var executedDirectories: [String]
  /// Ports that it bound, as `SocketBindAllow=` writes them: `tcp:80`.
  public var boundPorts: [String]
  /// Device nodes that it opened: `/dev/fuse`.
  public var devices: [String]
  /// The user that its processes dropped to; nil where they stayed what they were.
  public var user: String?
  /// The group that its processes dropped to; nil where they stayed what they were.
  public var group: String?

  /// What was observed; nothing where left out.
  public init(
    writtenDirectories: [String] = [], executedDirectories: [String] = [], boundPorts: [String] = [],
    devices: [String] = [], user: String? = nil, group: String? = nil
  ) {
    self.writtenDirectories = writtenDirectories
    self.executedDirectories = executedDirectories
    self.boundPorts = boundPorts
    self.devices = devices
    self.user = user
    self.group = group
  }
}
