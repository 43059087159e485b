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
    for line in lines(of: directory + "/cgroup.procs") {
      // 0 stands for a process of another namespace.
      if let pid = Int32(line), pid != 0 { found.insert(pid) }
    }
    guard let handle = opendir(directory) else { return }
    defer { closedir(handle) }
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if entry.pointee.d_type == UInt8(DT_DIR), name != ".", name != ".." {
        collect("\(directory)/\(name)", into: &found)
      }
    }
  }

  private func lines(of path: String) -> [Substring] {
    guard let file = fopen(path, "re") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }
}
