import Glibc

/// A hierarchy of control groups that the host has mounted, and this process's own place in it.
public struct ControlGroupHierarchy: Equatable, Sendable {
  /// What tells hierarchies apart.
  public enum Kind: Hashable, Codable, Sendable {
    /// cgroup v2.
    case unified
    /// cgroup v1, by its controllers (`memory`, `cpu,cpuacct`) or name (`name=systemd`).
    case legacy(String)
  }

  /// Which hierarchy it is.
  public let kind: Kind
  /// The directory of the group that this process is in.
  public let ownDirectory: String

  /// A hierarchy by its parts.
  public init(kind: Kind, ownDirectory: String) {
    self.kind = kind
    self.ownDirectory = ownDirectory
  }

  /// The mounted ones, from proc_pid_cgroup(5) and the mount table.
  public static func read() throws(SystemCallError) -> [ControlGroupHierarchy] {
    parse(memberships: try readFile("/proc/self/cgroup"), mounts: try MountEntry.read())
  }

  /// The same from the texts of the two files.
  public static func parse(memberships: String, mounts: [MountEntry]) -> [ControlGroupHierarchy] {
    memberships.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map { String($0) }
      guard fields.count == 3 else { return nil }
      let kind: Kind = fields[1].isEmpty ? .unified : .legacy(fields[1])
      guard let mount = mounts.first(where: { $0.holds(kind) }), let directory = mount.directory(of: fields[2])
      else { return nil }
      return ControlGroupHierarchy(kind: kind, ownDirectory: directory)
    }
  }
}

extension MountEntry {
  fileprivate func holds(_ kind: ControlGroupHierarchy.Kind) -> Bool {
    switch kind {
    case .unified: type == "cgroup2"
    case .legacy(let controllers):
      type == "cgroup" && controllers.split(separator: ",").allSatisfy { superOptions.contains(String($0)) }
    }
  }

  /// Where a group is to be found under this mount; nil where the mount shows another part of the hierarchy.
  fileprivate func directory(of group: String) -> String? {
    let prefix = root == "/" ? "" : root
    guard group == prefix || group.hasPrefix(prefix + "/") else { return nil }
    let rest = group.dropFirst(prefix.count)
    return rest == "/" ? point : point + rest
  }
}

/// Reads which processes are in the control groups of a systemd.
public struct ControlGroupTree: Sendable {
  /// The directory that stands for `/`, in whichever hierarchy the manager tracks its units.
  private let root: String

  /// The tree of a manager, found at the first of the places where systemd keeps its own hierarchy: cgroup v2 itself,
  /// v2 beside v1 controllers, v1 only (systemd's docs/CGROUP_DELEGATION.md, "Three Different Tree Setups").
  public init(ofMountsBelow systemFiles: String) {
    let base = systemFiles + "/fs/cgroup"
    root =
      ["/unified", "/systemd"].map { base + $0 }.first { access($0 + "/cgroup.procs", F_OK) == 0 } ?? base
  }

  /// The processes in a group and all below it, as this process numbers them; those it cannot see are left out.
  public func processes(in group: String) -> Set<Int32> {
    var found: Set<Int32> = []
    collect(root + group, into: &found)
    return found
  }

  /// Every group with the processes in it alone, `/` the first of them.
  public func processesByGroup(below group: String = "") -> [String: Set<Int32>] {
    var groups = [group.isEmpty ? "/" : group: ownProcesses(of: root + group)]
    for name in directories(in: root + group) {
      groups.merge(processesByGroup(below: "\(group)/\(name)")) { first, _ in first }
    }
    return groups
  }

  private func ownProcesses(of directory: String) -> Set<Int32> {
    // 0 stands for a process of another namespace.
    let lines = ((try? readFile(directory + "/cgroup.procs")) ?? "").split(separator: "\n")
    return Set(lines.compactMap { Int32($0) }.filter { $0 != 0 })
  }

  private func collect(_ directory: String, into found: inout Set<Int32>) {
    found.formUnion(ownProcesses(of: directory))
    for name in directories(in: directory) { collect("\(directory)/\(name)", into: &found) }
  }
}
