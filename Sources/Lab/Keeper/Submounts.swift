import Glibc
import Linux

/// The mounts below a tree that belong to it: a /usr or /var of its own, or files that a container runtime put in
/// place. An overlay shows only the file system it is over.
struct Submounts {
  let directories: [String]
  let files: [String]

  /// What a lab makes anew, or has no use for.
  private static let excluded = ["proc", "sys", "dev", "run", "tmp"]
  private static let excludedTypes: Set<String> = [
    "autofs", "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "devtmpfs", "efivarfs",
    "fusectl", "hugetlbfs", "mqueue", "nsfs", "proc", "pstore", "ramfs", "rpc_pipefs", "securityfs", "sysfs", "tmpfs",
    "tracefs",
  ]

  /// Paths are relative to the tree, each after those that it is under.
  init(of tree: String) throws(SystemCallError) {
    let prefix = tree == "/" ? "/" : tree + "/"
    var directories: Set<String> = []
    var files: Set<String> = []
    for entry in try MountEntry.read() where entry.point.hasPrefix(prefix) && entry.point != prefix {
      let place = String(entry.point.dropFirst(prefix.count))
      let top = place.prefix { $0 != "/" }
      if Self.excluded.contains(String(top)) || Self.excludedTypes.contains(entry.type) { continue }
      var information = stat()
      guard stat(entry.point, &information) == 0 else { continue }
      switch information.st_mode & S_IFMT {
      case S_IFDIR: directories.insert(place)
      case S_IFREG: files.insert(place)
      default: continue
      }
    }
    self.directories = directories.sorted()
    self.files = files.sorted()
  }
}
