import CLinux
import Glibc

/// A program started in namespaces of its own, as the leader of its own session.
public struct Program {
  /// Its file.
  public var path: String
  /// What follows its name on the command line.
  public var arguments: [String]
  /// As execve(2) takes it: `NAME=value`.
  public var environment: [String]
  /// What it gets for itself.
  public var namespaces: Namespaces
  /// Whether SIGHUP, SIGINT and SIGTERM reach it through a descriptor only.
  public var blocksTermination: Bool

  /// A program by what it is started with.
  public init(
    path: String, arguments: [String], environment: [String], namespaces: Namespaces = [],
    blocksTermination: Bool = false
  ) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
    self.namespaces = namespaces
    self.blocksTermination = blocksTermination
  }

  /// A running program.
  public struct Started: ~Copyable {
    /// Its process's number.
    public let pid: pid_t
    /// Readable once the program has ended.
    public let descriptor: Descriptor
  }

  /// Starts it with these descriptors as its standard input, output and error; they stay open here.
  public func start(input: CInt, output: CInt, error: CInt) throws(SystemCallError) -> Started {
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
          var program = clinux_program(
            path: path, arguments: arguments, environment: environment, namespaces: namespaces.rawValue,
            descriptors: (input, output, error), blocks_termination: blocksTermination
          )
          return clinux_spawn(&program, &pidfd)
        }
      }
    }
    try checkNegative(pid, "start", path)
    return Started(pid: pid, descriptor: Descriptor(owning: pidfd))
  }

  private func cStrings(_ strings: [String]) -> [UnsafeMutablePointer<CChar>?] {
    strings.map { strdup($0) } + [nil]
  }

  /// The environment of this process, as execve(2) takes it.
  public static var ownEnvironment: [String] {
    var result: [String] = []
    var pointer = environ
    while let entry = pointer.pointee {
      result.append(String(cString: entry))
      pointer += 1
    }
    return result
  }

  /// Where systems keep their programs, as `PATH` has it.
  public static let searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
}

/// Kinds of namespaces, by their flags of clone(2).
public struct Namespaces: OptionSet, Sendable {
  /// Flags of clone(2).
  public let rawValue: UInt64

  /// Kinds by their flags of clone(2).
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// `CLONE_NEWNS`.
  public static let mounts = Namespaces(rawValue: 0x0002_0000)
  /// `CLONE_NEWCGROUP`.
  public static let controlGroups = Namespaces(rawValue: 0x0200_0000)
  /// `CLONE_NEWUTS`.
  public static let hostName = Namespaces(rawValue: 0x0400_0000)
  /// `CLONE_NEWIPC`.
  public static let ipc = Namespaces(rawValue: 0x0800_0000)
  /// `CLONE_NEWPID`.
  public static let processes = Namespaces(rawValue: 0x2000_0000)
  /// `CLONE_NEWNET`.
  public static let network = Namespaces(rawValue: 0x4000_0000)

  /// Leaves this thread's namespaces of these kinds for new ones.
  public func unshare() throws(SystemCallError) {
    try checkNegative(clinux_unshare(CInt(truncatingIfNeeded: rawValue)), "unshare")
  }
}
