import CLinux
import Glibc
import Linux

/// The first process of a lab's namespaces: makes a system of the tree that its keeper built, and becomes its systemd.
public enum LabInit {
  /// Returns only when that failed, having said why on standard error, which is the lab's console.
  public static func main() -> CInt {
    do {
      guard let line = LineReader(descriptor: STDIN_FILENO).next() else { return EXIT_FAILURE }
      let order = try Line.decode(InitOrder.self, from: line)
      try enter(order)
      try Preparation(allow: order.allow, hostName: order.hostName).apply()
      try DroppedCapability.drop(allowing: order.allow)
      try tieToKeeper()
      try Confinement.apply(allowing: order.allow, keeper: SystemMounts.notifySocket)
      try becomeManager(order)
    } catch {
      complain("\(error)")
      return EXIT_FAILURE
    }
  }

  private static func enter(_ order: InitOrder) throws(SystemCallError) {
    try order.controlGroups.join()
    try Namespaces.controlGroups.unshare()
    try check(mount(nil, "/", nil, UInt(MS_REC) | UInt(MS_PRIVATE), nil), "mount", "/")
    if let name = order.hostName { try check(sethostname(name, name.utf8.count), "sethostname", name) }
    if !order.allow.contains(.hostNetwork) { try checkNegative(clinux_raise_loopback(), "raise", "lo") }
    // The overlay of the root came with its own submounts: take them along.
    try bindMount(order.directory, on: order.directory, recursively: true)
    try check(chdir(order.directory), "chdir", order.directory)
    try SystemMounts(order: order).mount()
    try checkNegative(clinux_pivot_to_current_directory(), "pivot_root")
  }

  /// Dies with the keeper from here on, and if it is dead by now, which shows as the end of the orders.
  private static func tieToKeeper() throws {
    try checkNegative(clinux_die_with_parent(), "prctl")
    var orders = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    poll(&orders, 1, 0)
    if orders.revents != 0 { throw LabError.gone }
  }

  private static func becomeManager(_ order: InitOrder) throws(SystemCallError) -> Never {
    let null = try openFile("/dev/null", O_RDONLY)
    try check(dup2(null.number, STDIN_FILENO), "dup2")
    var environment = [
      "PATH=\(Program.searchPath)", "container=cinch-lab", "NOTIFY_SOCKET=\(SystemMounts.notifySocket)",
    ]
    if order.logsDenials { environment.append("SYSTEMD_LOG_SECCOMP=1") }
    if order.layout == .hybrid {
      environment.append("SYSTEMD_PROC_CMDLINE=systemd.unified_cgroup_hierarchy=0")
    }
    let pointers = environment.map { strdup($0) } + [nil]
    for path in Lab.managerPaths {
      let arguments = [strdup(path), nil]
      execve(path, arguments, pointers)
    }
    throw SystemCallError(call: "execute", subject: Lab.managerPaths.joined(separator: " or "), number: errno)
  }
}

extension Lab {
  /// Where distributions keep systemd.
  static let managerPaths = ["/usr/lib/systemd/systemd", "/lib/systemd/systemd"]
}
