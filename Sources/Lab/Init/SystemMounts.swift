import Glibc
import Linux

/// The file systems that a system finds mounted, made for the lab alone; what of them is the machine's is read-only.
///
/// Paths are relative: the current directory is the lab's root to be.
///
/// Views are no boundary: a lab's root may mount anew, and a unit's own ProtectProc= brings a fresh /proc. What holds there
/// is in ``Confinement``, and for the settings of the kernel in ``LabControlGroups``. Of /proc outside of /proc/sys
/// (interrupts' affinities, magic system requests) a fresh view stays writable for root.
struct SystemMounts {
  /// Where the lab's manager finds the keeper's socket.
  static let notifySocket = "/run/host/notify"

  let order: InitOrder

  private static let inert = Int(MS_NOSUID) | Int(MS_NODEV) | Int(MS_NOEXEC)

  func mount() throws(SystemCallError) {
    try mountFileSystem("tmpfs", on: "run", flags: Int(MS_NOSUID) | Int(MS_NODEV), options: "mode=755")
    try mountFileSystem(
      "tmpfs", on: "tmp", flags: Int(MS_NOSUID) | Int(MS_NODEV), options: "mode=1777,size=\(order.disk)")
    try makeDirectory("run/host")
    try writeFile("run/host/notify", "")
    try bindMount(order.notifySocket, on: "run/host/notify")
    try mountProc()
    try mountSys()
    try mountDevices()
  }

  /// What stands for the kernel log: a pipe that stays empty.
  static let kernelLog = "run/host/kmsg"

  /// Everything under /proc that acts on the machine is read-only, except what belongs to the lab's own namespaces. The
  /// kernel log, which a reader takes from all others, is replaced by one that stays empty.
  private func mountProc() throws(SystemCallError) {
    try mountFileSystem("proc", on: "proc", flags: Self.inert)
    if !order.allow.contains(.kernelLog) {
      try check(mkfifo(Self.kernelLog, 0o400), "mkfifo", Self.kernelLog)
      try bindMount(Self.kernelLog, on: "proc/kmsg")
    }
    if order.allow.contains(.sysctl) { return }
    try bindMount("proc/sys", on: "proc/sys")
    for own in ["net", "kernel/domainname", "kernel/hostname"] {
      try bindMount("proc/sys/" + own, on: "proc/sys/" + own)
    }
    try remountReadOnly("proc/sys", flags: Self.inert)
    for path in ["proc/sysrq-trigger", "proc/irq", "proc/bus", "proc/fs", "proc/acpi", "proc/mtrr"] where exists(path) {
      try bindMount(path, on: path)
      try remountReadOnly(path, flags: Self.inert)
    }
  }

  private func mountSys() throws(SystemCallError) {
    // Each network namespace has a sysfs of its own, and this one, not only this view of it, is read-only from the start.
    let isKept = !order.allow.contains(.sysctl) && !order.allow.contains(.hostNetwork)
    try mountFileSystem("sysfs", on: "sys", flags: Self.inert | (isKept ? Int(MS_RDONLY) : 0))
    try mountControlGroups()
    for (type, point) in [("securityfs", "sys/kernel/security"), ("bpf", "sys/fs/bpf")] where exists(point) {
      // Kernels are built without them; what needs them looks for them.
      try? mountFileSystem(type, on: point, flags: Self.inert)
    }
    if order.allow.contains(.sysctl) { return }
    try? remountReadOnly("sys/kernel/security", flags: Self.inert)
    try remountReadOnly("sys", flags: Self.inert)
  }

  private func mountControlGroups() throws(SystemCallError) {
    let root = "sys/fs/cgroup"
    guard order.layout == .hybrid else { return try mountFileSystem("cgroup2", on: root, flags: Self.inert) }
    try mountFileSystem("tmpfs", on: root, flags: Self.inert, options: "mode=755")
    try makeDirectory(root + "/unified")
    try mountFileSystem("cgroup2", on: root + "/unified", flags: Self.inert)
    for controller in order.controlGroups.legacyHierarchies {
      let isNamed = controller.hasPrefix("name=")
      let name = isNamed ? String(controller.dropFirst("name=".count)) : controller
      let point = "\(root)/\(name)"
      try makeDirectory(point)
      for alias in name.split(separator: ",") where alias != name { symlink(name, "\(root)/\(alias)") }
      try mountFileSystem("cgroup", on: point, flags: Self.inert, options: isNamed ? "none,\(controller)" : controller)
    }
  }

  private func mountDevices() throws(SystemCallError) {
    try mountFileSystem("tmpfs", on: "dev", flags: Int(MS_NOSUID), options: "mode=755")
    for directory in ["pts", "shm", "mqueue", "net"] { try makeDirectory("dev/" + directory) }
    for node in DeviceNode.harmless { node.make(in: "dev") }
    try mountFileSystem(
      "devpts", on: "dev/pts", flags: Int(MS_NOSUID) | Int(MS_NOEXEC),
      options: "newinstance,ptmxmode=0666,mode=620,gid=5")
    try mountFileSystem(
      "tmpfs", on: "dev/shm", flags: Int(MS_NOSUID) | Int(MS_NODEV),
      options: "mode=1777,size=\(order.disk)")
    try mountFileSystem("mqueue", on: "dev/mqueue", flags: Self.inert)
    let links = [
      ("ptmx", "pts/ptmx"), ("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2"),
    ]
    for (name, target) in links { try check(symlink(target, "dev/" + name), "symlink", "dev/" + name) }
    try writeFile("dev/console", "")
    try bindMount(order.console, on: "dev/console")
    if order.allow.contains(.devices) { HostDevices.copy(to: "dev") }
  }
}
