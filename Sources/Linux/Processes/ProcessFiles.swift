import Glibc

/// Reads one process's entry in /proc (proc(5)). A process that is gone has nothing to say.
public struct ProcessFiles: Sendable {
  /// The process's number.
  public let pid: Int32

  /// The entry of the process that has this number.
  public init(pid: Int32) { self.pid = pid }

  /// The whole of a short file; nil where it cannot be read.
  public func text(_ name: String) -> String? { try? readFile("/proc/\(pid)/\(name)") }

  /// The target of a symbolic link; nil where there is none.
  public func link(_ name: String) -> String? { linkTarget("/proc/\(pid)/\(name)") }

  /// Whether it is a service's process that has not come to the service's program yet: it runs systemd's own, which names
  /// itself after that program, in parentheses, but not at once.
  public var isBeforeExecution: Bool {
    text("comm")?.first == "(" || Self.managers.contains(link("exe")?.split(separator: "/").last ?? "")
  }

  private static let managers: Set<Substring> = ["systemd", "systemd-executor"]

  /// What it has taken of processors so far, all of its threads together; nil where it is gone.
  public var processorTime: Duration? { ticks(14...15) }

  /// What it and all its children that ended and were waited for have taken of processors; nil where it is gone.
  public var processorTimeWithChildren: Duration? { ticks(14...17) }

  /// Its namespaces, by type as `RestrictNamespaces=` names it (namespaces(7)).
  public var namespaces: [String: String] {
    Dictionary(
      uniqueKeysWithValues: ["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"].compactMap { type in
        link("ns/\(type)").map { (type, $0) }
      })
  }

  /// What its open file descriptors lead to: paths, `socket:[4711]`.
  public func openFiles() -> [String] { names(in: "/proc/\(pid)/fd").compactMap { link("fd/\($0)") } }

  /// A line of `status` by its name, without the name.
  public func status(_ name: String) -> String? {
    guard let line = text("status")?.split(separator: "\n").first(where: { $0.hasPrefix("\(name):") }) else {
      return nil
    }
    return line.dropFirst(name.utf8.count + 1).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Its control group in the hierarchy by which systemd tracks its units, as this process sees it; nil where it is gone.
  ///
  /// cgroups(7): of `0::` and `name=systemd`, a hybrid system may use either, and leave everything at the root of the
  /// other.
  public var controlGroup: String? { text("cgroup").flatMap(Self.controlGroup) }

  /// The same of what that file holds.
  static func controlGroup(in text: String) -> String? {
    let paths = text.split(separator: "\n").compactMap { line -> Substring? in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, fields[1].isEmpty || fields[1] == "name=systemd" else { return nil }
      // A process that has ended outlives its group (cgroups(7)).
      return fields[2].hasSuffix(Self.deleted) ? fields[2].dropLast(Self.deleted.count) : fields[2]
    }
    return paths.max { $0.utf8.count < $1.utf8.count }.map(String.init)
  }

  private static let deleted = " (deleted)"

  /// The fields of `stat` by the numbers that proc_pid_stat(5) gives them, from 3, the state, on; nil where it is gone.
  fileprivate var fields: [Int: Substring]? { text("stat").flatMap(Self.fields) }

  static func fields(in line: String) -> [Int: Substring]? {
    // The second field, the name, may hold anything, and ends with the last parenthesis.
    guard let end = line.lastIndex(of: ")") else { return nil }
    let rest = line[end...].split(separator: " ").dropFirst()
    return Dictionary(uniqueKeysWithValues: zip(3..., rest))
  }

  private func ticks(_ numbers: ClosedRange<Int>) -> Duration? {
    guard let fields else { return nil }
    let ticks = numbers.compactMap { fields[$0].flatMap { Int64($0) } }.reduce(0, +)
    return .milliseconds(ticks * 1000 / Int64(max(sysconf(Int32(_SC_CLK_TCK)), 1)))
  }
}

/// What tells a process from a later one with the same number.
public struct ProcessIdentity: Hashable, Codable, Sendable {
  /// Its number.
  public let pid: pid_t
  /// In clock ticks since boot: field 22 of proc_pid_stat(5).
  public let startTime: UInt64

  /// The process that has this number now; nil where there is none, or one that has ended and is not waited for.
  public init?(pid: pid_t) {
    guard let fields = ProcessFiles(pid: pid).fields, let state = fields[3], state != "Z",
      let startTime = fields[22].flatMap({ UInt64($0) })
    else { return nil }
    self.pid = pid
    self.startTime = startTime
  }

  /// An identity by its parts.
  public init(pid: pid_t, startTime: UInt64) {
    self.pid = pid
    self.startTime = startTime
  }

  /// Whether it is still running.
  public var isAlive: Bool { ProcessIdentity(pid: pid) == self }
}
