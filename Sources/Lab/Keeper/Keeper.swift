import CLinux
import Glibc
import Linux

/// The process that owns a lab: its private mount namespace holds the lab's files, its child is the lab's systemd, and
/// with its end, however it comes, all of that ends too.
///
/// It runs for as long as somebody holds the other end of its standard input.
public enum Keeper {
  /// Runs to the end of the lab, and returns an exit status.
  public static func main() -> CInt {
    // The owner's end of the reports may be gone first.
    signal(SIGPIPE, SIG_IGN)
    // A lab is as nice as whoever opened it.
    _ = clinux_take_nice_value_of(getppid())
    guard let line = LineReader(descriptor: STDIN_FILENO).next() else { return EXIT_FAILURE }
    do {
      try keep(try Line.decode(KeeperOrder.self, from: line))
      return EXIT_SUCCESS
    } catch {
      try? report(.failed(error))
      return EXIT_FAILURE
    }
  }

  private static func keep(_ order: KeeperOrder) throws(LabError) {
    do {
      // What the host mounts or unmounts later is seen here, and nothing of what is mounted here is seen by the host.
      try checkNegative(clinux_detach_mounts(), "detach the mounts of", "/")
      guard let owner = ProcessIdentity(pid: getpid()) else { throw LabError.notBuilt(reason: "/proc is not mounted") }
      let hierarchies = try ControlGroupHierarchy.read()
      if order.inScope { try enterOwnGroup(of: hierarchies) }
      let groups = try LabControlGroups(
        owner: owner, in: hierarchies, layout: order.layout, limits: order.limits, allow: order.allow)
      defer { groups.remove() }
      let root = try CopyOnWriteRoot(of: order.root, disk: order.limits.disk)
      let notifications = try BootNotifications(socket: CopyOnWriteRoot.notifySocket)
      let leader = try startLeader(order, groups: groups, notifications: notifications)
      defer { end(leader) }
      guard let identity = ProcessIdentity(pid: leader.process.pid) else {
        throw LabError.notBooted(reason: ending(of: leader.process.pid), console: console)
      }
      try report(.started(leader: identity, layers: root.layers))
      try watch(leader, notifications: notifications, order: order, groups: groups)
    } catch let error as LabError {
      throw error
    } catch {
      throw .notBuilt(reason: "\(error)")
    }
  }

  /// A v2 group with processes in it cannot hand controllers to its children: the keeper steps aside, so that the lab's
  /// groups beside its own get them.
  private static func enterOwnGroup(of hierarchies: [ControlGroupHierarchy]) throws(SystemCallError) {
    for hierarchy in hierarchies where hierarchy.kind == .unified {
      let group = hierarchy.ownDirectory + "/keeper"
      try makeDirectory(group)
      try writeAttribute(group + "/cgroup.procs", "0")
    }
  }

  /// The first process of the lab.
  private struct Leader: ~Copyable {
    let process: Program.Started
    /// Open for as long as the keeper lives, so that the process can tell whether it does.
    let orders: Descriptor
  }

  private static func startLeader(
    _ order: KeeperOrder, groups: LabControlGroups, notifications: borrowing BootNotifications
  ) throws -> Leader {
    let console = try openFile(consolePath, O_WRONLY | O_CREAT | O_APPEND)
    let orders = try Pipe()
    let network: Namespaces = order.allow.contains(.hostNetwork) ? [] : .network
    let program = Program(
      path: "/proc/self/exe", arguments: ["lab", "init"], environment: Program.ownEnvironment,
      namespaces: network.union([.processes, .mounts, .hostName, .ipc]))
    let leader = try program.start(input: orders.reader.number, output: console.number, error: console.number)
    let initOrder = InitOrder(
      directory: CopyOnWriteRoot.root, layout: order.layout, allow: order.allow, hostName: order.hostName,
      logsDenials: order.logsDenials, disk: order.limits.disk,
      controlGroups: groups, console: consolePath, notifySocket: notifications.path)
    try orders.writer.writeAll(try Line.encode(initOrder))
    return Leader(process: leader, orders: orders.writer)
  }

  /// Returns when the owner is gone or says so, or when the lab has ended by itself.
  private static func watch(
    _ leader: borrowing Leader, notifications: borrowing BootNotifications, order: KeeperOrder,
    groups: LabControlGroups
  ) throws {
    let termination = Descriptor(owning: try checkNegative(clinux_termination_descriptor(), "signalfd"))
    var booted = false
    var listeners: [CInt] = []
    defer { for listener in listeners { close(listener) } }
    // Whoever opens the lab's empty kernel log would wait for somebody who writes to it.
    var kernelLog: CInt = -1
    defer { close(kernelLog) }
    let deadline = ContinuousClock.now + .milliseconds(order.bootMilliseconds)
    while true {
      let own = [STDIN_FILENO, termination.number, leader.process.descriptor.number, notifications.descriptor.number]
      var sources = (own + listeners).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      let rest = max(0, (deadline - .now) / .milliseconds(1))
      let count = poll(&sources, nfds_t(sources.count), booted ? -1 : CInt(rest.rounded(.up)))
      if count < 0 && errno == EINTR { continue }
      if sources[0].revents != 0 || sources[1].revents != 0 { return }
      if sources[2].revents != 0 {
        if booted { return }
        throw LabError.notBooted(reason: ending(of: leader.process.pid), console: console)
      }
      if count == 0 {
        throw LabError.notBooted(reason: "not within \(order.bootMilliseconds / 1000) s", console: console)
      }
      for source in sources.dropFirst(own.count) where source.revents != 0 {
        if source.revents & Int16(POLLIN) != 0 {
          clinux_judge_call(source.fd)
        } else {
          // The last process whose calls it was about has ended.
          close(source.fd)
          listeners.removeAll { $0 == source.fd }
        }
      }
      if sources[3].revents != 0, notifications.receive(&listeners), !booted {
        booted = true
        kernelLog = open(
          "/proc/\(leader.process.pid)/root/\(SystemMounts.kernelLog)", O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
        try report(.booted(cgroupPaths: groups.cgroupPaths, unguarded: groups.unguarded))
      }
    }
  }

  /// How the first process ended, which stays to be waited for.
  private static func ending(of leader: pid_t) -> String {
    var information = siginfo_t()
    guard waitid(P_PID, id_t(leader), &information, WEXITED | WNOWAIT) == 0 else { return "it ended at once" }
    let status = clinux_child_status(&information)
    return information.si_code == CLD_EXITED ? "it ended with status \(status)" : "it was killed by signal \(status)"
  }

  /// Kills every process of the lab: the first of a PID namespace takes all others with it, and is only gone after
  /// them.
  private static func end(_ leader: borrowing Leader) {
    _ = clinux_pidfd_send_signal(leader.process.descriptor.number, SIGKILL)
    waitpid(leader.process.pid, nil, 0)
  }

  private static func report(_ report: KeeperReport) throws(LabError) {
    let line = try Line.encode(report)
    _ = line.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }

  private static let consolePath = CopyOnWriteRoot.directory + "/console"

  /// The end of what the lab's first process said.
  private static var console: String {
    let text = (try? readFile(consolePath)) ?? ""
    return String(text.suffix(2000)).split(whereSeparator: \.isNewline).suffix(10).joined(separator: "; ")
  }
}
