import Glibc
import Linux

extension LabControlGroups {
  /// Removes the groups, whose processes are dead or dying: those of the PID namespace went with its first process,
  /// and whoever else had joined is killed.
  func remove() {
    if let unified = groups.first(where: { $0.kind == .unified })?.outer {
      try? writeAttribute(unified + "/cgroup.kill", "1")
      Self.waitUntilEmpty(unified, milliseconds: 1000)
    }
    for group in groups { Self.removeTree(group.outer) }
  }

  /// Removes what labs left in a group whose owners are no longer alive. The kernel keeps every group that still has a
  /// process, so a mistake here costs nobody anything.
  static func sweep(_ directory: String) {
    for name in names(in: directory) where name.hasPrefix(prefix) {
      let numbers = name.dropFirst(prefix.count).split(separator: "-")
      guard numbers.count == 3, let pid = pid_t(numbers[0]), let startTime = UInt64(numbers[1]),
        numbers[2] == "\(namespace)"
      else { continue }
      if !ProcessIdentity(pid: pid, startTime: startTime).isAlive { removeTree("\(directory)/\(name)") }
    }
  }

  /// The number of this process's PID namespace (namespaces(7)).
  static var namespace: UInt64 {
    var information = stat()
    return stat("/proc/self/ns/pid", &information) == 0 ? UInt64(information.st_ino) : 0
  }

  private static func removeTree(_ directory: String) {
    // The files of a group are the kernel's; only directories count.
    for name in names(in: directory) where isDirectory("\(directory)/\(name)") { removeTree("\(directory)/\(name)") }
    rmdir(directory)
  }

  /// The kernel announces a change of cgroup.events as an exceptional condition (cgroups(7)).
  private static func waitUntilEmpty(_ directory: String, milliseconds: CInt) {
    guard let events = try? openFile(directory + "/cgroup.events", O_RDONLY) else { return }
    while true {
      lseek(events.number, 0, SEEK_SET)
      guard let text = try? events.readAll(), text.starts(with: "populated 1".utf8) else { return }
      var condition = pollfd(fd: events.number, events: Int16(POLLPRI), revents: 0)
      if poll(&condition, 1, milliseconds) <= 0 { return }
    }
  }
}
