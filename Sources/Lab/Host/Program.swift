import CLab
import Glibc

/// A program started in namespaces of its own, as the leader of its own session.
struct Program {
  var path: String
  var arguments: [String]
  var environment: [String]
  /// What it gets for itself.
  var namespaces: Namespaces = []
  /// Whether SIGHUP, SIGINT and SIGTERM reach it through a descriptor only.
  var blocksTermination = false

  /// A running program.
  struct Started: ~Copyable {
    let pid: pid_t
    /// Readable once the program has ended.
    let descriptor: Descriptor
  }

  /// Starts it with these descriptors as its standard input, output and error; they stay open here.
  func start(input: CInt, output: CInt, error: CInt) throws(SystemCallError) -> Started {
    let argumentPointers = cStrings([path] + arguments)
    let environmentPointers = cStrings(environment)
    defer {
      for pointer in argumentPointers + environmentPointers { free(pointer) }
    }
    var pidfd: CInt = -1
    let pid = path.withCString { path in
      argumentPointers.withUnsafeBufferPointer { arguments in
        environmentPointers.withUnsafeBufferPointer { environment -> pid_t in
          guard let arguments = arguments.baseAddress, let environment = environment.baseAddress else { return -EINVAL }
          var program = clab_program(
            path: path, arguments: arguments, environment: environment, namespaces: namespaces.rawValue,
            descriptors: (input, output, error), blocks_termination: blocksTermination
          )
          return clab_spawn(&program, &pidfd)
        }
      }
    }
    try checkNegative(pid, "start", path)
    return Started(pid: pid, descriptor: Descriptor(owning: pidfd))
  }

  private func cStrings(_ strings: [String]) -> [UnsafeMutablePointer<CChar>?] {
    strings.map { strdup($0) } + [nil]
  }
}

/// Kinds of namespaces, by their flags of clone(2).
struct Namespaces: OptionSet {
  let rawValue: UInt64

  static let mounts = Namespaces(rawValue: 0x0002_0000)
  static let controlGroups = Namespaces(rawValue: 0x0200_0000)
  static let hostName = Namespaces(rawValue: 0x0400_0000)
  static let ipc = Namespaces(rawValue: 0x0800_0000)
  static let processes = Namespaces(rawValue: 0x2000_0000)
  static let network = Namespaces(rawValue: 0x4000_0000)

  /// Leaves this thread's namespaces of these kinds for new ones.
  func unshare() throws(SystemCallError) {
    try checkNegative(clab_unshare(CInt(truncatingIfNeeded: rawValue)), "unshare")
  }
}

/// What tells a process from a later one with the same number.
struct ProcessIdentity: Hashable, Codable, Sendable {
  let pid: pid_t
  /// In clock ticks since boot: field 22 of proc_pid_stat(5).
  let startTime: UInt64

  /// The process that has this number now; nil where there is none.
  init?(pid: pid_t) {
    guard let stat = try? readFile("/proc/\(pid)/stat") else { return nil }
    // The second field, the name, may hold anything, and ends with the last parenthesis.
    let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
    guard fields.count > 20, fields[1] != "Z", let startTime = UInt64(fields[20]) else { return nil }
    self.pid = pid
    self.startTime = startTime
  }

  init(pid: pid_t, startTime: UInt64) {
    self.pid = pid
    self.startTime = startTime
  }

  /// Whether it is still running.
  var isAlive: Bool { ProcessIdentity(pid: pid) == self }
}
