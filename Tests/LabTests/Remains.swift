import CLinux
import Glibc
import Linux

/// The processes and control groups that make up a lab, to see them go.
struct Remains {
  struct Process: Hashable {
    let pid: Int32
    /// Field 22 of proc_pid_stat(5): no later process is taken for this one.
    let startTime: String

    init?(pid: Int32) {
      guard let stat = Remains.read("/proc/\(pid)/stat"), let end = stat.lastIndex(of: ")") else { return nil }
      let fields = stat[end...].split(separator: " ")
      guard fields.count > 20, fields[1] != "Z" else { return nil }
      self.pid = pid
      startTime = String(fields[20])
    }

    var isAlive: Bool { Process(pid: pid) == self }
  }

  let processes: Set<Process>
  /// The process that owns the lab, and the lab's systemd.
  let keeper: Int32?
  let leader: Int32?
  let groups: [String]

  /// Everything of the lab that a process is in: whoever shares its PID namespace, and the keeper with its groups.
  init(ofLabWith pid: Int32) {
    let namespace = Self.link("/proc/\(pid)/ns/pid")
    let members = Self.pids.filter { Self.link("/proc/\($0)/ns/pid") == namespace }
    // A keeper is the parent of the first of them: the one whose parent is outside.
    let keepers = Set(members.compactMap { Self.parent(of: $0) }).subtracting(members)
      .filter { Self.read("/proc/\($0)/cmdline")?.contains("keeper") == true }
    keeper = keepers.first
    leader = members.first { Self.parent(of: $0) == keepers.first }
    processes = Set((members + keepers).compactMap { Process(pid: $0) })
    groups = keepers.flatMap { Self.find("cinch-lab-\($0)-", in: "/sys/fs/cgroup") }
  }

  /// Waits until the processes have ended, and says what is left then.
  func afterTheEnd(within milliseconds: CInt) -> [String] {
    for process in processes where process.isAlive {
      let descriptor = clinux_pidfd_open(process.pid)
      var ended = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if descriptor >= 0 { poll(&ended, 1, milliseconds) }
      close(descriptor)
    }
    return processes.filter(\.isAlive).map { "process \($0.pid)" }
      + groups.filter { access($0, F_OK) == 0 }
      + Self.temporaryFiles
  }

  /// A lab keeps its files in a file system of its own; the host's directories never see one.
  private static var temporaryFiles: [String] {
    ["/tmp", "/run", "/var/tmp", "/dev/shm"].flatMap { directory in
      names(in: directory).filter { $0.hasPrefix("cinch-lab") || $0.hasPrefix("upper-") }.map { "\(directory)/\($0)" }
    }
  }

  /// The process that runs this command line.
  static func pid(running command: String) -> Int32? {
    pids.first { pid in
      read("/proc/\(pid)/cmdline")?.split(separator: "\0").joined(separator: " ") == command
    }
  }

  private static var pids: [Int32] { names(in: "/proc").compactMap { Int32($0) } }

  private static func parent(of pid: Int32) -> Int32? {
    read("/proc/\(pid)/status")?.split(separator: "\n").first { $0.hasPrefix("PPid:") }
      .flatMap { Int32($0.dropFirst("PPid:".count).filter(\.isNumber)) }
  }

  private static func find(_ prefix: String, in directory: String) -> [String] {
    names(in: directory).flatMap { name -> [String] in
      let path = "\(directory)/\(name)"
      if name.hasPrefix(prefix) { return [path] }
      return find(prefix, in: path)
    }
  }

  private static func names(in directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  private static func link(_ path: String) -> String? {
    var target = [CChar](repeating: 0, count: 256)
    return readlink(path, &target, target.count - 1) < 0
      ? nil : String(decoding: target.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func read(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 64 * 1024)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
