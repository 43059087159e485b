/// Which restrictions are tried.
public struct Scope: Hashable, Sendable, Codable {
  /// How far into groups of system calls to go.
  public var depth: Depth = .groups
  /// Whether calls that do the same, of which another libc or kernel would use another, are denied only together.
  public var keepsSiblings = true
  /// Whether a denied system call may kill the process rather than fail with EPERM.
  public var killsOnDeniedCall = false
  /// How the file system is closed.
  public var fileSystem: FileSystemPlan = .strict
  /// Only what one of these names; nil for everything.
  public var only: [Selection]?
  /// What one of these names, and all that contains it, is not tried.
  public var exclude: [Selection] = []

  /// The usual scope; set what differs.
  public init() {}

  /// How far into groups of system calls to go.
  public enum Depth: String, Sendable, CaseIterable, Codable {
    /// Whole groups, as `systemd-analyze syscall-filter` lists them.
    case groups
    /// Single calls inside the groups that must stay. So tight a filter fits only what the health check exercises.
    case syscalls
  }

  /// How the file system is closed.
  public enum FileSystemPlan: String, Sendable, CaseIterable, Codable {
    /// Everything read-only but a list, and parts of it hidden.
    case strict
    /// An empty root with what is needed mounted into it.
    case allowList = "allow-list"
  }
}
