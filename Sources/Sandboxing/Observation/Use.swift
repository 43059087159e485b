/// One thing that a service is known to use.
public struct Use: Hashable, Sendable, Codable {
  /// What is used.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// A port that it listens on, as `SocketBindAllow=` writes it: `tcp:80`.
    case port
    /// An address that it connects to: `127.0.0.1:5432`.
    case peer
    /// A family of its sockets: `AF_INET` (address_families(7)).
    case addressFamily
    /// A Unix socket of somebody else's that it connects to, by its path.
    case socket
    /// A file or directory that it creates, changes or removes something in.
    case writtenPath
    /// A file or directory that it reads.
    case readPath
    /// A program that it runs, by its path.
    case program
    /// A device node that it opens: `/dev/fuse`.
    case device
    /// A type of namespace that it makes, as `RestrictNamespaces=` names it: `net`.
    case namespace
    /// A capability that it needs: `CAP_NET_RAW`.
    case capability
    /// A system call that it makes, by name.
    case systemCall
    /// A user that its processes run as, by name.
    case user
    /// The mode of files that others have to use, in octal: `0644`.
    case fileMode
    /// A file or directory of it that every user may use, by its path.
    case sharedPath
    /// The same of one that only its group may use.
    case groupPath
    /// A group beside its own that it is in, by name.
    case group
    /// Users other than its own that it tells apart: at the other end of a socket, or as owners of files.
    case otherUsers
    /// Whatever a directive denies, as somebody says who ought to know; the name is the directive's.
    case setting
    /// Memory that is writable and executable; the name is that of the program that maps it, or empty.
    case executableMemory
  }

  /// What is used.
  public let kind: Kind
  /// Its name; how it is written depends on the kind.
  public let name: String
  /// Where that is known from, as a phrase: `/etc/nginx/nginx.conf`; nil for what a healthy run without restrictions
  /// showed.
  public let source: String?

  /// A use.
  public init(_ kind: Kind, _ name: String, from source: String? = nil) {
    self.kind = kind
    self.name = name
    self.source = source
  }
}

extension RuntimeObservation {
  /// What was seen in use and is missed where it is denied: for certain or, where programs have a fallback for it, without a
  /// word. What a service may do without has to be tried: calls that it made, capabilities that it held are not among it.
  public var uses: [Use] {
    let names: [(kind: Use.Kind, names: [String])] = [
      (.port, observation.boundPorts), (.peer, connections.sorted()), (.addressFamily, addressFamilies.sorted()),
      (.namespace, namespaces.sorted()), (.socket, (unixPeers ?? []).sorted()), (.program, programs.sorted()),
      (.writtenPath, observation.writtenDirectories), (.readPath, (systemFiles ?? []).sorted().map { "/proc\($0)" }),
      (.executableMemory, mapsWritableExecutable ? [""] : []),
    ]
    return names.flatMap { kind, names in names.map { Use(kind, $0) } }
  }
}
