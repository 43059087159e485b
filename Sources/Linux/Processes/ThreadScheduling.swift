/// How the kernel schedules a thread (sched(7)).
public struct ThreadScheduling: Hashable, Sendable {
  /// Its nice value: the lower, the more of the processor it gets.
  public let nice: Int
  /// Whether it goes before all ordinary threads: `SCHED_FIFO`, `SCHED_RR` or `SCHED_DEADLINE`.
  public let isRealtime: Bool

  /// Reads the text of `/proc/PID/task/TID/stat` (proc_pid_stat(5)); nil for other texts.
  public init?(parsing text: String) {
    guard let fields = ProcessFiles.fields(in: text), let nice = fields[19].flatMap({ Int($0) }),
      let policy = fields[41].flatMap({ Int($0) })
    else { return nil }
    self.nice = nice
    isRealtime = [1, 2, 6].contains(policy)
  }
}

extension ProcessFiles {
  /// How its threads are scheduled; of very many, only the first ones.
  public func scheduling() -> [ThreadScheduling] {
    names(in: "/proc/\(pid)/task").prefix(256).compactMap {
      text("task/\($0)/stat").flatMap(ThreadScheduling.init(parsing:))
    }
  }

  /// Whether it has memory that stays where it is (mlock(2)).
  public var locksMemory: Bool { (status("VmLck")?.split(separator: " ").first ?? "0") != "0" }

  /// Whether the kernel may write its memory to disk when it crashes: its soft limit for core files is not nothing
  /// (proc_pid_limits(5)).
  public var mayDumpCore: Bool {
    let line = text("limits")?.split(separator: "\n").first { $0.hasPrefix("Max core file size ") }
    return line?.split(separator: " ").dropFirst(4).first.map { $0 != "0" } ?? false
  }
}
