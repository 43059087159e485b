import Glibc
import Linux

extension Lab {
  /// What a lab has taken of the machine so far.
  public struct Usage: Hashable, Sendable {
    /// The most memory that it had at one time, in bytes; what it wrote, and the files that it read, are in memory too.
    public var peakMemory: UInt64
    /// The processor time of its systemd, and of all its processes that have ended.
    public var processorTime: Duration
  }

  /// What it has taken so far; nil where nobody counts, or where it is gone.
  public var usage: Usage? {
    guard let memory = peakMemory, let time = processorTime else { return nil }
    return Usage(peakMemory: memory, processorTime: time)
  }

  private var peakMemory: UInt64? {
    let attributes = ["memory.peak", "memory.max_usage_in_bytes", "memory.current"]
    let values = cgroupPaths.flatMap { cgroupPath in
      attributes.compactMap { try? readFile(LabControlGroups.outerGroup(of: cgroupPath) + "/" + $0) }
    }
    return values.lazy.compactMap { UInt64($0.prefix(while: \.isNumber)) }.max()
  }

  /// From proc_pid_stat(5): systemd waits for every process in its PID namespace that nobody else has waited for, so its
  /// children's times are those of all.
  private var processorTime: Duration? {
    isAlive ? ProcessFiles(pid: leader).processorTimeWithChildren : nil
  }
}

extension LabControlGroups {
  /// The outer group, which has the limits and the accounts, of a group inside it.
  fileprivate static func outerGroup(of path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let place = parts.lastIndex(where: { $0.hasPrefix(prefix) }) else { return path }
    return parts[...place].joined(separator: "/")
  }
}
