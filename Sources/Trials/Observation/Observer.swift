import CLinux
import Glibc
import Lab
import Linux
import Sandboxing

/// Sees, from outside and without a tracer, what a running service uses.
struct Observer {
  private let environment: any TrialEnvironment
  private let accounts: Accounts
  private let runsAsRoot: Bool
  private let pidFile: String?
  private let opens: OpenWatch?

  /// An observer of a service.
  init(of subject: Subject, on environment: any TrialEnvironment) {
    self.environment = environment
    (runsAsRoot, pidFile) = (subject.runsAsRoot, subject.pidFile)
    opens = environment.watchProcessFiles()
    accounts = environment.accounts
  }

  /// What these processes use at this moment, and what was written so far: a file may be gone once they have ended.
  ///
  /// - Throws: what keeps the files from being looked at.
  func look(at processes: Set<Int32>) async throws -> RuntimeObservation {
    var runtime = RuntimeObservation()
    var tables = SocketTables(of: environment.managerProcess)
    // What the manager does before it executes the service's program is not the service's doing.
    let files = processes.sorted().map { ProcessFiles(pid: $0) }.filter { !$0.isBeforeExecution }
    for process in files { runtime.formUnion(look(at: process, sockets: &tables)) }
    let held = files.flatMap { $0.writtenFiles() }
    var made = Set(held.compactMap { SeenFile($0, at: environment.view(of: $0), type: S_IFREG) })
    // The manager removes the file that names its main process once the service is down.
    let file = pidFile.flatMap { SeenFile($0, at: environment.view(of: $0), type: S_IFREG) }
    if let file, file.mode & 0o077 != 0 { made.insert(file) }
    if !made.isEmpty { runtime.madeFiles = made }
    let written = held + (runtime.unixListeners ?? []).map(\.path) + (try await environment.writtenPaths() ?? [])
    runtime.observation.writtenDirectories = WrittenPaths.directories(of: WrittenPaths.withoutManagers(written))
    runtime.processes = files.count
    runtime.threads = files.reduce(0) { $0 + ($1.status("Threads").flatMap { Int($0) } ?? 0) }
    let namespaces = files.map(\.namespaces)
    runtime.namespaces = Set(
      namespaces.flatMap { own in own.keys.filter { namespaces[0][$0] != nil && own[$0] != namespaces[0][$0] } })
    let scheduling = files.flatMap { $0.scheduling() }
    runtime.hasRealtimeThreads = scheduling.contains(where: \.isRealtime)
    runtime.lowestNice = scheduling.map(\.nice).min()
    runtime.locksMemory = files.contains(where: \.locksMemory)
    runtime.mayDumpCore = files.contains(where: \.mayDumpCore)
    runtime.formUnion(opened(by: processes))
    return runtime
  }

  /// What was opened in /proc since this was asked last: files about the machine, and those of other processes.
  ///
  /// - Parameters:
  ///   - processes: by whom.
  ///   - orGone: whether processes that are gone by now count as well, as they do where nobody else ran meanwhile.
  /// - Returns: what that tells.
  func opened(by processes: Set<Int32>, orGone: Bool = false) -> RuntimeObservation {
    var runtime = RuntimeObservation()
    guard let opened = opens?.opens().map({ (process: $0.process, path: String($0.path.trimmingPrefix("/proc"))) })
    else {
      return runtime
    }
    let byItself = opened.filter { processes.contains($0.process) }
    let byTheGone = orGone ? opened.filter { ProcessFiles(pid: $0.process).link("exe") == nil } : []
    runtime.systemFiles = Set((byItself + byTheGone).map(\.path).filter(Self.isOfMachine))
    // As its own process namespace numbers them.
    let own = Set(
      processes.compactMap { ProcessFiles(pid: $0).status("NSpid")?.split(separator: "\t").last.map(String.init) })
    let others = Set(byItself.compactMap { $0.path.split(separator: "/").first.map(String.init) }).subtracting(own)
      .filter {
        $0.allSatisfy(\.isNumber) && exists(environment.view(of: "/proc/\($0)/stat"))
      }
    // Of one alone anybody may ask: who waits for another process, or was started by it.
    runtime.readsOtherProcesses = others.count > 1
    return runtime
  }

  /// Whether a path below /proc is none of a process's: such files tell programs of the machine and of the kernel's settings
  /// (proc(5)); without them they guess.
  static func isOfMachine(_ path: String) -> Bool {
    let first = path.split(separator: "/").first ?? ""
    return !first.allSatisfy(\.isNumber) && !usualFiles.contains(path)
  }

  /// What the manager reads before it executes a program, and what the C library, libselinux and cryptographic libraries read
  /// of their own accord, and do without.
  private static let usualFiles: Set = [
    "/cmdline", "/filesystems", "/sys/crypto/fips_enabled", "/sys/fs/nr_open", "/sys/kernel/cap_last_cap",
    "/sys/kernel/ngroups_max", "/sys/kernel/osrelease", "/sys/kernel/pid_max", "/sys/kernel/random/boot_id",
    "/sys/vm/overcommit_memory",
  ]

  /// Where the processes' own sockets wait for others: `tcp:[::]:80`, `unix:/run/x (mode 0666)`.
  static func listeners(of processes: Set<Int32>, on environment: any TrialEnvironment) -> Set<String> {
    var tables = SocketTables(of: environment.managerProcess)
    return processes.reduce(into: []) { found, pid in
      let process = ProcessFiles(pid: pid)
      let own = Set(ProcessFiles.sockets(among: process.openFiles())).subtracting(tables.handedOver)
      guard !own.isEmpty else { return }
      let entries = tables.table(of: process, holding: own)?.entries ?? []
      found.formUnion(entries.filter { own.contains($0.inode) }.map(\.listener))
      found.formUnion(
        unixListeners(of: process, among: own, on: environment).map { "unix:\($0.path) (mode \($0.modeText))" })
    }
  }

  private static func unixListeners(
    of process: ProcessFiles, among own: Set<UInt64>, on environment: any TrialEnvironment
  ) -> [SeenFile] {
    SocketTable.unixListeners(in: process.text("net/unix") ?? "", among: own).compactMap { listener in
      // /var/run leads where it leads there.
      let path = Aliases.followed(listener) { linkTarget(environment.view(of: $0)) }
      return SeenFile(path, at: environment.view(of: path), type: S_IFSOCK)
    }
  }

  private func look(at process: ProcessFiles, sockets tables: inout SocketTables) -> RuntimeObservation {
    var runtime = RuntimeObservation()
    var executed: Set<String> = []
    var mapped: Set<String> = []
    for line in (process.text("maps") ?? "").split(separator: "\n") {
      // address perms offset dev inode path; the path may hold blanks.
      let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
      guard fields.count > 1 else { continue }
      let permissions = fields[1]
      let path = fields.count == 6 ? fields[5].trimmingPrefix(while: { $0 == " " }) : ""
      if Self.isMadeCode(permissions, path) { runtime.mapsWritableExecutable = true }
      guard permissions.contains("x"), path.hasPrefix("/") else { continue }
      executed.insert(Self.directory(of: path))
      mapped.insert(String(path))
    }
    runtime.mappedFiles = mapped
    runtime.observation.executedDirectories = executed.sorted()
    if let program = process.link("exe") { runtime.programs = [program] }
    let files = process.openFiles()
    runtime.observation.devices = Set(files.filter(Self.isNotableDevice)).sorted()
    look(at: files, of: process, sockets: &tables, &runtime)
    runtime.effectiveCapabilities = process.status("CapEff").flatMap { UInt64($0, radix: 16) } ?? 0
    guard let user = process.status("Uid")?.split(separator: " ").first, user != "0" else { return runtime }
    runtime.keptCapabilities = runtime.effectiveCapabilities
    if runsAsRoot {
      runtime.observation.user = accounts.userName(String(user))
      let group = process.status("Gid")?.split(separator: " ").first.map(String.init) ?? ""
      runtime.observation.group = accounts.groupName(group)
    }
    return runtime
  }

  /// Whether code in a mapping can have been written by the process itself: it can be now, or no file has it, so that it was
  /// before (proc_pid_maps(5)). What the kernel puts there by itself is another matter.
  static func isMadeCode(_ permissions: some StringProtocol, _ path: some StringProtocol) -> Bool {
    guard permissions.contains("x") else { return false }
    let isOfNoFile = path.isEmpty || path == "[heap]" || path == "[stack]" || path.hasPrefix("[anon")
    return permissions.hasPrefix("rwx") || isOfNoFile || path == "/dev/zero (deleted)"
  }

  private func look(
    at files: [String], of process: ProcessFiles, sockets tables: inout SocketTables,
    _ runtime: inout RuntimeObservation
  ) {
    let own = Set(ProcessFiles.sockets(among: files)).subtracting(tables.handedOver)
    guard !own.isEmpty else { return }
    runtime.unixListeners = Set(Self.unixListeners(of: process, among: own, on: environment))
    let paths = SocketTable.unixPaths(in: process.text("net/unix") ?? "")
    let peers = tables.peers(of: process)
    runtime.unixPeers = Set(own.filter { paths[$0] == nil }.compactMap { peers[$0].flatMap { paths[$0] } })
    guard let table = tables.table(of: process, holding: own) else { return }
    let sockets = table.entries.filter { own.contains($0.inode) }
    let connections = table.connections.filter { own.contains($0.inode) }
    runtime.observation.boundPorts = Set(sockets.map(\.port)).sorted()
    runtime.listeners = Set(sockets.map(\.listener))
    runtime.connections = Set(connections.map(\.peer))
    runtime.rawFamilies = Set(table.raw.filter { own.contains($0.inode) }.map(\.family))
    runtime.addressFamilies = Set(sockets.map(\.family) + connections.map(\.family)).union(runtime.rawFamilies ?? [])
    // Whoever listens on all addresses talks to addresses that nobody can list.
    if !sockets.isEmpty, sockets.allSatisfy(\.isLoopback) { runtime.observation.addresses = ["localhost"] }
  }

  /// Devices that every sandbox has are not worth a line (systemd.resource-control(5), `DevicePolicy=closed`).
  private static func isNotableDevice(_ path: String) -> Bool {
    let common = ["null", "zero", "full", "random", "urandom", "tty", "ptmx"].map { "/dev/" + $0 }
    return path.hasPrefix("/dev/") && !common.contains(path) && !path.hasPrefix("/dev/pts/")
      && !path.hasPrefix("/dev/shm/")
  }

  /// The directory of a file.
  static func directory(of path: some StringProtocol) -> String {
    let end = path.lastIndex(of: "/") ?? path.startIndex
    return end == path.startIndex ? "/" : String(path[..<end])
  }
}

/// The socket tables of network namespaces, each read once.
private struct SocketTables {
  /// The inodes of sockets that belong to nobody who was looked at: what the manager holds it has handed over.
  let handedOver: Set<UInt64>
  /// Those of the manager's namespace: a service in another one has its standard output from there.
  private let unixOfManager: Set<UInt64>
  private var tables: [String: SocketTable] = [:]
  private var peers: [String: [UInt64: UInt64]] = [:]

  /// None yet; nobody knows which process the manager is, for nil.
  init(of manager: Int32?) {
    let manager = manager.map { ProcessFiles(pid: $0) }
    handedOver = Set(manager?.sockets() ?? [])
    unixOfManager = manager.map { SocketTable.unixSockets(of: $0) } ?? []
  }

  /// The table of a process's namespace; nil where all the sockets that are asked for are Unix ones.
  mutating func table(of process: ProcessFiles, holding own: Set<UInt64>) -> SocketTable? {
    // To list a namespace's few connections, the kernel goes through all of its own: not for a socket of the journal's.
    let others = own.subtracting(unixOfManager)
    guard !others.isSubset(of: SocketTable.unixSockets(of: process)) else { return nil }
    let namespace = process.link("ns/net") ?? "of \(process.pid)"
    let table = tables[namespace] ?? SocketTable(of: process)
    tables[namespace] = table
    return table
  }

  /// Which Unix socket is connected to which; none where the kernel does not tell.
  mutating func peers(of process: ProcessFiles) -> [UInt64: UInt64] {
    let namespace = process.link("ns/net") ?? "of \(process.pid)"
    if let known = peers[namespace] { return known }
    let most = 4096
    var pairs = [UInt64](repeating: 0, count: 2 * most)
    let count = Int(max(0, clinux_unix_peers("/proc/\(process.pid)/ns/net", &pairs, Int32(most))))
    let found = Dictionary((0..<count).map { (pairs[2 * $0], pairs[2 * $0 + 1]) }) { first, _ in first }
    peers[namespace] = found
    return found
  }
}

extension SeenFile {
  /// A file as it is now; nil where there is none, or where it is a link or of another type.
  ///
  /// - Parameters:
  ///   - path: where it is, as the service's system has it.
  ///   - view: where this process sees it.
  ///   - type: of what type it has to be (inode(7)): `S_IFREG`.
  init?(_ path: String, at view: String, type: mode_t) {
    var status = stat()
    guard lstat(view, &status) == 0, status.st_mode & S_IFMT == type else { return nil }
    self.init(path: path, mode: status.st_mode & 0o7777, group: status.st_gid)
  }
}
