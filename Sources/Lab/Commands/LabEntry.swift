import CLinux
import Glibc
import Linux

/// How a command gets into a running lab: a process of its own joins the lab's control groups, gives up what the lab
/// has given up, and runs nsenter(1).
public struct LabEntry: Sendable {
  let leader: Int32
  let startTime: UInt64
  let cgroupPaths: [String]
  let allow: Set<Lab.Allowance>

  /// An entry to the lab whose systemd is a certain process.
  ///
  /// - Parameters:
  ///   - leader: its process ID.
  ///   - startTime: its start in clock ticks since boot, so that no later process is taken for it.
  ///   - cgroupPaths: the control groups to join.
  ///   - allow: what the lab may do to the machine.
  public init(leader: Int32, startTime: UInt64, cgroupPaths: [String], allow: Set<Lab.Allowance>) {
    self.leader = leader
    self.startTime = startTime
    self.cgroupPaths = cgroupPaths
    self.allow = allow
  }

  /// The arguments for the program `cinch` that amount to this entry.
  var arguments: [String] {
    ["lab", "enter", "--leader", String(leader), "--start-time", String(startTime)]
      + cgroupPaths.flatMap { ["--cgroup-path", $0] } + allow.map(\.rawValue).sorted().flatMap { ["--allow", $0] }
  }

  /// Runs the command.
  ///
  /// - Parameter command: program and arguments, looked up in the lab.
  /// - Returns: its exit status, or 125 when it could not be run; standard error says why. This process ends by the signal that
  ///   the command ended by.
  public func main(command: [String]) -> CInt {
    do {
      _ = clinux_take_nice_value_of(getppid())
      guard ProcessIdentity(pid: leader, startTime: startTime).isAlive else { throw LabError.gone }
      for cgroupPath in cgroupPaths { try writeAttribute(cgroupPath + "/cgroup.procs", "0") }
      try DroppedCapability.drop(allowing: allow)
      try Confinement.apply(allowing: allow, keeper: "/proc/\(keeper)/root\(CopyOnWriteRoot.notifySocket)")
      let arguments = [Lab.nsenter, "--target", String(leader), "--all", "--"] + command
      let pointers = arguments.map { strdup($0) } + [nil]
      return try checkNegative(clinux_run_attended(Lab.nsenter, pointers), "execute", Lab.nsenter)
    } catch {
      complain("\(error)")
      return 125
    }
  }

  /// The process that started the lab's systemd, in whose namespace its socket is.
  private var keeper: Int32 {
    get throws(SystemCallError) {
      let status = try readFile("/proc/\(leader)/status")
      let line = status.split(separator: "\n").first { $0.hasPrefix("PPid:") }
      return line.flatMap { Int32($0.dropFirst("PPid:".count).filter(\.isNumber)) } ?? 0
    }
  }
}
