/// What a service was seen to use in its baseline run: where a restriction takes away everything but a list, the list
/// begins with this. Nothing observed means that nothing is allowed back.
///
/// Paths that are not absolute and normalised, or hold control characters, are passed over.
public struct Observation: Hashable, Sendable, Codable {
  /// Directories in which it created, changed or removed something.
  public var writtenDirectories: [String] = []
  /// Directories from which it read something; where empty, the usual parts of a system stand for them.
  public var readDirectories: [String] = []
  /// Directories that hold the programs and libraries that it ran, by the names that the kernel has for them.
  public var executedDirectories: [String] = []
  /// The upper levels of the directory tree around it, for finding what it never needs beside what services seldom do.
  public var directories: [String] = []
  /// What of ``ControlSockets`` its system has.
  public var controlSockets: [String] = []
  /// Directories of its own by their names, `/var/lib/nginx`, in which it writes and its user may not: where it starts as
  /// that user, they have to be its.
  public var lackedDirectories: [String] = []
  /// Files of the same kind in directories of everybody's: `/run/nginx.pid`.
  public var lackedFiles: [String] = []
  /// Groups for which a system keeps what only root and they may read, and which its user is not in: `ssl-cert` for private
  /// keys.
  public var lackedGroups: [String] = []
  /// Ports that it bound, as `SocketBindAllow=` writes them: `tcp:80`.
  public var boundPorts: [String] = []
  /// Named ranges of addresses that it talks to, or that it may: `localhost`, `link-local`, `multicast`.
  public var addresses: [String] = []
  /// Network interfaces of its system.
  public var interfaces: [String] = []
  /// Device nodes that it opened: `/dev/fuse`.
  public var devices: [String] = []
  /// System calls that it is known to make: they stay allowed where a group that has them is denied.
  public var systemCalls: [String] = []
  /// The user that its processes dropped to; nil where they stayed what they were.
  public var user: String?
  /// The group that its processes dropped to; nil where they stayed what they were.
  public var group: String?

  /// Nothing was observed; set what was.
  public init() {}

  /// This together with what another one has besides.
  public func adding(_ other: Observation) -> Observation {
    var sum = self
    for (_, list) in Key.lists {
      var known = Set(self[keyPath: list])
      sum[keyPath: list] += other[keyPath: list].filter { known.insert($0).inserted }
    }
    sum.user = user ?? other.user
    sum.group = group ?? other.group
    return sum
  }
}

extension Observation {
  private enum Key: String, CodingKey {
    case writtenDirectories, readDirectories, executedDirectories, directories, controlSockets, lackedDirectories,
      lackedFiles, lackedGroups, boundPorts, addresses, interfaces, devices, systemCalls, user, group

    /// The lists, in the order in which they are written.
    static var lists: [(Key, WritableKeyPath<Observation, [String]>)] {
      [
        (.writtenDirectories, \.writtenDirectories), (.readDirectories, \.readDirectories),
        (.executedDirectories, \.executedDirectories), (.directories, \.directories),
        (.controlSockets, \.controlSockets), (.lackedDirectories, \.lackedDirectories), (.lackedFiles, \.lackedFiles),
        (.lackedGroups, \.lackedGroups),
        (.boundPorts, \.boundPorts),
        (.addresses, \.addresses), (.interfaces, \.interfaces), (.devices, \.devices), (.systemCalls, \.systemCalls),
      ]
    }
  }

  /// Reads what was observed; what is missing was not.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init()
    for (key, list) in Key.lists {
      self[keyPath: list] = try container.decodeIfPresent([String].self, forKey: key) ?? []
    }
    user = try container.decodeIfPresent(String.self, forKey: .user)
    group = try container.decodeIfPresent(String.self, forKey: .group)
  }

  /// Writes what was observed; nothing is said of what was not.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for (key, list) in Key.lists where !self[keyPath: list].isEmpty {
      try container.encode(self[keyPath: list], forKey: key)
    }
    try container.encodeIfPresent(user, forKey: .user)
    try container.encodeIfPresent(group, forKey: .group)
  }
}

/// A file that a service was seen to use, with what says who else may use it.
public struct SeenFile: Hashable, Sendable, Codable {
  /// Where it is, as the service's system has it.
  public var path: String
  /// Its permissions, without its type: 0o640.
  public var mode: UInt32
  /// The number of its group.
  public var group: UInt32

  /// A file by its parts.
  public init(path: String, mode: UInt32, group: UInt32) {
    self.path = path
    self.mode = mode
    self.group = group
  }

  /// Its permissions in octal, as chmod(1) takes them: `0640`.
  public var modeText: String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
