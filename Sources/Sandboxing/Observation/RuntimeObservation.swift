/// What a healthy service was seen to use while nothing restricted it.
public struct RuntimeObservation: Hashable, Sendable, Codable {
  /// What restrictions that take away everything but a list begin with.
  public var observation = Observation()
  /// Address families of its sockets: `AF_INET`, `AF_UNIX`.
  public var addressFamilies: Set<String> = []
  /// To whom it was connected by itself: `127.0.0.1:5432`.
  public var connections: Set<String> = []
  /// Programs that its processes ran.
  public var programs: Set<String> = []
  /// Types of namespaces that some of its processes have and its first one has not, as `RestrictNamespaces=` names them:
  /// it made them itself.
  public var namespaces: Set<String> = []
  /// Whether it started as root and some of its processes run as somebody else.
  public var dropsRoot: Bool { observation.user != nil }
  /// Capabilities that are in the effective set of one of its processes, by number (capabilities(7)).
  public var effectiveCapabilities: UInt64 = 0
  /// The same of those of its processes that are not root's; nil where nobody looked.
  public var keptCapabilities: UInt64?
  /// Whether memory was mapped that is writable and executable, at once or one after the other.
  public var mapsWritableExecutable = false
  /// The system calls that it made, of those that were watched; nil where nobody watched.
  public var systemCalls: Set<String>?
  /// What its processes had mapped to be executed: programs and libraries; nil where nobody looked.
  public var mappedFiles: Set<String>?
  /// Where it waits for others over the network: `tcp:127.0.0.1:80`, `udp:[::]:53`; nil where nobody looked.
  public var listeners: Set<String>?
  /// Unix sockets with a path on which it waits for others; nil where nobody looked.
  public var unixListeners: Set<SeenFile>?
  /// Paths of Unix sockets of others to which it was connected; nil where nobody looked.
  public var unixPeers: Set<String>?
  /// Files that it made, as they were when it ended, and those that it held open to write; nil where nobody could tell.
  public var madeFiles: Set<SeenFile>?
  /// Paths of all files that it wrote and left, those in directories that it made among them; nil where nobody looked.
  public var writtenFiles: Set<String>?

  /// Files of /proc about the machine, not about processes, that it opened: `/meminfo`; nil where nobody could tell.
  public var systemFiles: Set<String>?
  /// Whether it opened files of several processes in /proc that are not its own; nil where nobody could tell.
  public var readsOtherProcesses: Bool?
  /// Address families of its sockets that take packets as they are: `AF_PACKET`; nil where nobody looked.
  public var rawFamilies: Set<String>?
  /// System calls that a filter answered with an error, and it passed all the same; nil where nobody could tell.
  public var deniedCalls: Set<String>?
  /// The same of processes that were gone before anybody could tell whose they were, each with its name before the call; nil
  /// where there are none.
  public var callsDeniedToTheGone: Set<String>?
  /// How many processes it had, at most; nil where nobody counted.
  public var processes: Int?
  /// How many threads all of them had, at most; nil where nobody counted.
  public var threads: Int?
  /// Whether one of its threads goes before all ordinary ones (sched(7)); nil where nobody looked.
  public var hasRealtimeThreads: Bool?
  /// The lowest nice value of its threads; nil where nobody looked.
  public var lowestNice: Int?
  /// Whether it had memory locked (mlock(2)); nil where nobody looked.
  public var locksMemory: Bool?
  /// Whether the kernel may write its memory to disk when it crashes (core(5)); nil where nobody looked.
  public var mayDumpCore: Bool?
  /// How often the manager restarted it by itself before it stayed up; nil where nobody counted.
  public var restarts: Int?

  /// Nothing was seen.
  public init() {}

  /// Adds what was seen at another moment, or in another run.
  public mutating func formUnion(_ other: RuntimeObservation) {
    for list in Self.lists {
      let known = Set(observation[keyPath: list])
      observation[keyPath: list] += other.observation[keyPath: list].filter { !known.contains($0) }
    }
    observation.user = observation.user ?? other.observation.user
    observation.group = observation.group ?? other.observation.group
    addressFamilies.formUnion(other.addressFamilies)
    connections.formUnion(other.connections)
    programs.formUnion(other.programs)
    namespaces.formUnion(other.namespaces)
    effectiveCapabilities |= other.effectiveCapabilities
    if let more = other.systemFiles { systemFiles = (systemFiles ?? []).union(more) }
    if let more = other.readsOtherProcesses { readsOtherProcesses = readsOtherProcesses == true || more }
    if let more = other.rawFamilies { rawFamilies = (rawFamilies ?? []).union(more) }
    if let more = other.processes { processes = max(processes ?? 0, more) }
    if let more = other.threads { threads = max(threads ?? 0, more) }
    if let more = other.hasRealtimeThreads { hasRealtimeThreads = hasRealtimeThreads == true || more }
    if let more = other.lowestNice { lowestNice = min(lowestNice ?? more, more) }
    if let more = other.locksMemory { locksMemory = locksMemory == true || more }
    if let more = other.mayDumpCore { mayDumpCore = mayDumpCore == true || more }
    if let more = other.restarts { restarts = max(restarts ?? 0, more) }
    if let more = other.systemCalls { systemCalls = (systemCalls ?? []).union(more) }
    if let more = other.keptCapabilities { keptCapabilities = (keptCapabilities ?? 0) | more }
    if let more = other.mappedFiles { mappedFiles = (mappedFiles ?? []).union(more) }
    if let more = other.listeners { listeners = (listeners ?? []).union(more) }
    if let more = other.unixListeners { unixListeners = (unixListeners ?? []).union(more) }
    if let more = other.unixPeers { unixPeers = (unixPeers ?? []).union(more) }
    if let more = other.writtenFiles { writtenFiles = (writtenFiles ?? []).union(more) }
    if let more = other.madeFiles { madeFiles = (madeFiles ?? []).union(more) }
    mapsWritableExecutable = mapsWritableExecutable || other.mapsWritableExecutable
  }

  private static var lists: [WritableKeyPath<Observation, [String]>] {
    [
      \.writtenDirectories, \.readDirectories, \.executedDirectories, \.directories, \.controlSockets,
      \.lackedDirectories, \.lackedFiles, \.lackedGroups, \.boundPorts,
      \.addresses, \.interfaces, \.devices,
    ]
  }
}
