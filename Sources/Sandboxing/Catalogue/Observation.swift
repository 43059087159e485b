/// What a service was seen to use in its baseline run: where a restriction takes away everything but a list, the list
/// begins with this. Nothing observed means that nothing is allowed back.
///
/// Paths that are not absolute and normalised, or hold control characters, are passed over.
public struct Observation: Hashable, Sendable, Codable {
  /// Directories in which it created, changed or removed something.
  public var writtenDirectories: [String] = []
  /// Directories from which it read something.
  public var readDirectories: [String] = []
  /// Directories that hold the programs and libraries that it ran.
  public var executedDirectories: [String] = []
  /// The upper levels of the directory tree around it, for finding what it never needs.
  public var directories: [String] = []
  /// Ports that it bound, as `SocketBindAllow=` writes them: `tcp:80`.
  public var boundPorts: [String] = []
  /// Named ranges of addresses that it talks to, or that it may: `localhost`, `link-local`, `multicast`.
  public var addresses: [String] = []
  /// Network interfaces of its system.
  public var interfaces: [String] = []
  /// Device nodes that it opened: `/dev/fuse`.
  public var devices: [String] = []
  /// The user that its processes dropped to; nil where they stayed what they were.
  public var user: String?
  /// The group that its processes dropped to; nil where they stayed what they were.
  public var group: String?

  /// Nothing was observed; set what was.
  public init() {}
}
