import Glibc

/// Reads which processes are in the control groups of a manager.
struct ControlGroupTree: Sendable {
  /// The directory that stands for `/`, in whichever hierarchy the manager tracks its units.
  let root: String

  /// The tree of a manager, found at the first of the places where systemd keeps its own hierarchy: cgroup v2 itself,
  /// v2 beside v1 controllers, v1 only (systemd's docs/CGROUP_DELEGATION.md, "Three Different Tree Setups").
  init(ofMountsBelow systemFiles: String) {
    let base = systemFiles + "/fs/cgroup"
    root =
      ["/unified", "/systemd"].map { base + $0 }.first { access($0 + "/cgroup.procs", F_OK) == 0 } ?? base
  }

  /// The processes in a group and all below it, as this process numbers them; those it cannot see are left out.
  func processes(in group: String) -> Set<Int32> {
    var found: Set<Int32> = []
    collect(root + group, into: &found)
    return found
  }

  private func collect(_ directory: String, into found: inout Set<Int32>) {
    for line in (ProcessFiles.text(at: directory + "/cgroup.procs") ?? "").split(separator: "\n") {
      // 0 stands for a process of another namespace.
      if let pid = Int32(line), pid != 0 { found.insert(pid) }
    }
    for (name, type) in ProcessFiles.entries(in: directory) where type == DT_DIR {
      collect("\(directory)/\(name)", into: &found)
    }
  }
}
