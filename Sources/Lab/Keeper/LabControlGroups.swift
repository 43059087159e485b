import CLinux
import Glibc
import Linux

/// The control groups of one lab: in every hierarchy an outer one with the limits, which the lab cannot see, and in it
/// the one that is the root of the lab's own view. They nest under the caller's, so that its limits keep holding.
struct LabControlGroups: Codable {
  /// The first part of the outer group's name; its owner's process ID and start time follow, and the PID namespace in
  /// which they mean something.
  static let prefix = "cinch-lab-"

  /// A lab's group in one hierarchy.
  struct Group: Codable {
    let kind: ControlGroupHierarchy.Kind
    let outer: String
    var inner: String { outer + "/lab" }
  }

  let groups: [Group]
  /// What the kernel here cannot be made to keep the lab from changing, as clauses.
  private(set) var unguarded: [String] = []

  /// The v1 hierarchies by which a lab's limits are set whether or not the lab itself sees them.
  private static let limiting: Set<ControlGroupHierarchy.Kind> = [
    .legacy("memory"), .legacy("pids"), .legacy("devices"),
  ]

  /// Makes the groups under the caller's own in each hierarchy, with what an earlier owner left behind taken away.
  init(
    owner: ProcessIdentity, in hierarchies: [ControlGroupHierarchy], layout: Lab.Layout, limits: Lab.Limits,
    allow: Set<Lab.Allowance>
  ) throws(SystemCallError) {
    var groups: [Group] = []
    for hierarchy in hierarchies {
      // A hybrid lab's systemd mounts every v1 hierarchy that the kernel has, and must not find the host's groups
      // there.
      guard layout == .hybrid || hierarchy.kind == .unified || Self.limiting.contains(hierarchy.kind) else { continue }
      Self.sweep(hierarchy.ownDirectory)
      let name = "\(Self.prefix)\(owner.pid)-\(owner.startTime)-\(Self.namespace)"
      let group = Group(kind: hierarchy.kind, outer: "\(hierarchy.ownDirectory)/\(name)")
      try makeDirectory(group.outer)
      groups.append(group)
      if hierarchy.kind == .unified {
        Self.passControllers(from: hierarchy.ownDirectory)
      }
      try group.limit(limits, allow: allow)
      try makeDirectory(group.inner)
      if hierarchy.kind == .unified { Self.passControllers(from: group.outer) }
    }
    self.groups = groups
    do {
      try guardMachine(allow: allow)
    } catch {
      remove()
      throw error
    }
  }

  /// Has the kernel hold the lab to what it may do with devices and with settings of the kernel, whatever it mounts.
  private mutating func guardMachine(allow: Set<Lab.Allowance>) throws(SystemCallError) {
    let unified = groups.first { $0.kind == .unified }
    if !allow.contains(.devices), !groups.contains(where: { $0.kind == .legacy("devices") }) {
      guard let unified else {
        throw SystemCallError(call: "restrict devices", subject: "without control groups for them", number: ENOTSUP)
      }
      try DeviceRule.attach(DeviceNode.rules(allow: allow), to: unified.outer)
    }
    if !allow.contains(.sysctl) {
      do throws(SystemCallError) {
        guard let unified else { throw SystemCallError(call: "", subject: "", number: ENOTSUP) }
        let directory = try openFile(unified.outer, O_RDONLY | O_DIRECTORY)
        try checkNegative(
          clinux_keep_kernel_settings(directory.number, !allow.contains(.hostNetwork)),
          "keep the settings of the kernel")
      } catch {
        unguarded.append("settings of the kernel, through a /proc of its own (\(error.reason))")
      }
    }
  }

  /// The v1 hierarchies that the lab's own systemd is to see.
  var legacyHierarchies: [String] {
    groups.compactMap { if case .legacy(let name) = $0.kind { name } else { nil } }
  }

  /// The directories that a process from outside joins to be one of the lab's: where its systemd put itself, because a
  /// v2 group with controllers takes no processes.
  var cgroupPaths: [String] {
    groups.map { group in
      let systemd = group.inner + "/init.scope"
      return exists(systemd) ? systemd : group.inner
    }
  }

  /// Moves this process into the roots of the lab's view.
  func join() throws(SystemCallError) {
    for group in groups { try writeAttribute(group.inner + "/cgroup.procs", "0") }
  }

  /// Hands every controller that a v2 group has to its children. A group with processes of its own refuses; then the
  /// lab has the controllers that were handed down before, or none.
  private static func passControllers(from directory: String) {
    guard let controllers = try? readFile(directory + "/cgroup.controllers") else { return }
    for controller in controllers.split(whereSeparator: \.isWhitespace) {
      try? writeAttribute(directory + "/cgroup.subtree_control", "+\(controller)")
    }
  }
}

extension LabControlGroups.Group {
  /// Sets what the whole lab may use, as far as this hierarchy has a say in it.
  fileprivate func limit(_ limits: Lab.Limits, allow: Set<Lab.Allowance>) throws(SystemCallError) {
    let memory = String(limits.memory ?? Self.halfOfMemory)
    switch kind {
    case .unified:
      for (attribute, value) in [("memory.max", memory), ("pids.max", String(limits.tasks))]
      where exists("\(outer)/\(attribute)") {
        try writeAttribute("\(outer)/\(attribute)", value)
      }
    case .legacy("memory"): try writeAttribute(outer + "/memory.limit_in_bytes", memory)
    case .legacy("pids"): try writeAttribute(outer + "/pids.max", String(limits.tasks))
    case .legacy("devices"):
      if allow.contains(.devices) { return }
      try writeAttribute(outer + "/devices.deny", "a")
      for rule in DeviceNode.rules(allow: allow) { try writeAttribute(outer + "/devices.allow", rule.line) }
    case .legacy("cpuset"): try inherit(["cpuset.cpus", "cpuset.mems"])
    case .legacy("cpu"), .legacy("cpu,cpuacct"): try allowRealTime()
    case .legacy: break
    }
  }

  /// Where real-time scheduling is by group, a new group has no share of it, and its processes may not ask for any.
  private func allowRealTime() throws(SystemCallError) {
    try makeDirectory(inner)
    for group in [outer, inner] { try? writeAttribute(group + "/cpu.rt_runtime_us", Self.realTimeMicroseconds) }
  }

  /// Of each second: of what the host keeps for real time, ninety labs can have as much.
  private static let realTimeMicroseconds = "10000"

  /// Groups of this controller start with nothing, and take no process then.
  private func inherit(_ attributes: [String]) throws(SystemCallError) {
    for attribute in attributes {
      try writeAttribute("\(outer)/\(attribute)", try readFile("\(outer)/../\(attribute)"))
    }
    try makeDirectory(inner)
    for attribute in attributes { try writeAttribute("\(inner)/\(attribute)", try readFile("\(outer)/\(attribute)")) }
  }

  private static var halfOfMemory: UInt64 {
    UInt64(max(sysconf(Int32(_SC_PHYS_PAGES)), 1)) * UInt64(max(sysconf(Int32(_SC_PAGESIZE)), 1)) / 2
  }
}
