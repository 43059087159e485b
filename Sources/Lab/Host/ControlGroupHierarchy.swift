/// A hierarchy of control groups that the host has mounted, and this process's own place in it.
struct ControlGroupHierarchy: Equatable {
  /// What tells hierarchies apart.
  enum Kind: Hashable, Codable {
    /// cgroup v2.
    case unified
    /// cgroup v1, by its controllers (`memory`, `cpu,cpuacct`) or name (`name=systemd`).
    case legacy(String)
  }

  let kind: Kind
  /// The directory of the group that this process is in.
  let ownDirectory: String

  /// The mounted ones, from proc_pid_cgroup(5) and the mount table.
  static func read() throws(SystemCallError) -> [ControlGroupHierarchy] {
    parse(memberships: try readFile("/proc/self/cgroup"), mounts: try MountEntry.read())
  }

  static func parse(memberships: String, mounts: [MountEntry]) -> [ControlGroupHierarchy] {
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
