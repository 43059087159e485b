import Glibc
import Linux

/// What is changed in the lab's view of the tree before its systemd starts. A lab starts what it is asked to: nothing
/// that the tree's owner enabled, nothing that waits for hardware or networks, and nothing that acts on the kernel.
///
/// Units stay loadable wherever they can: it is the links that start them which go, so that each of them can still be
/// the service under test.
struct Preparation {
  let allow: Set<Lab.Allowance>
  let hostName: String?

  /// Acts on `/`, which is the lab's own by now.
  func apply() throws(SystemCallError) {
    try identify()
    try nameItself()
    try write("/etc/systemd/journald.conf.d/99-cinch-lab.conf", Self.journal)
    try link("/etc/systemd/system/default.target", to: "/usr/lib/systemd/system/basic.target")
    // /run/nologin would refuse logins until a unit that no lab starts removes it.
    try link("/etc/tmpfiles.d/systemd-nologin.conf", to: "/dev/null")
    for unit in Self.masked { try link("/etc/systemd/system/" + unit, to: "/dev/null") }
    for generator in uselessGenerators { try link("/etc/systemd/system-generators/" + generator, to: "/dev/null") }
    for link in enablingLinks { unlink(link) }
  }

  /// A lab keeps the identity of the machine that it shows: data, licences and members of clusters belong to one machine,
  /// and are refused by another. Only where there is none does it get one of its own.
  private func identify() throws(SystemCallError) {
    let own = (try? readFile("/etc/machine-id"))?.prefix { $0 != "\n" } ?? ""
    if own.count == 32, own.allSatisfy(\.isHexDigit) {
      if let hostName { try write("/etc/hostname", hostName + "\n") }
      return
    }
    var identity = [UInt8](repeating: 0, count: 16)
    identity.withUnsafeMutableBytes { _ = getentropy($0.baseAddress, $0.count) }
    let digits = identity.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    try write("/etc/machine-id", digits + "\n")
    if let hostName { try write("/etc/hostname", hostName + "\n") }
  }

  /// A machine knows its own name; a tree that has never been one does not, and some services ask.
  private func nameItself() throws(SystemCallError) {
    var buffer = [UInt8](repeating: 0, count: 256)
    gethostname(&buffer, buffer.count - 1)
    let own = String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
    let name = hostName ?? own
    let hosts = (try? readFile("/etc/hosts")) ?? ""
    guard !name.isEmpty, !hosts.split(whereSeparator: \.isWhitespace).contains(where: { $0 == name }) else { return }
    try write("/etc/hosts", hosts + "127.0.1.1 \(name)\n")
  }

  /// Volatile, because /var/log/journal may hold the host's own; and the kernel's messages and audit records are the
  /// host's.
  private static let journal = """
    [Journal]
    Storage=volatile
    ReadKMsg=no
    Audit=no

    """

  /// Other units pull these in by name, and they would wait for a network that does not come, or mount file systems
  /// that belong to the whole machine.
  private static let masked = [
    "NetworkManager-wait-online.service", "ifupdown-wait-online.service", "systemd-networkd-wait-online.service",
    "systemd-time-wait-sync.service", "sys-kernel-config.mount", "sys-kernel-debug.mount", "sys-kernel-tracing.mount",
    "proc-sys-fs-binfmt_misc.automount", "systemd-remount-fs.service", "systemd-journald-audit.socket",
  ]

  private static let unitDirectories = ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"]

  /// systemd's own generators look for disks, consoles and kernel options, except the one for SysV scripts; the other
  /// ones named here look for the same things.
  private var uselessGenerators: [String] {
    let others: Set<String> = [
      "cloud-init-generator", "friendly-recovery", "lvm2-activation-generator", "netplan", "ostree-system-generator",
      "rdma-ndd", "selinux-autorelabel-generator.sh", "snapd-generator", "zfs-mount-generator",
    ]
    return ["/usr/lib/systemd/system-generators", "/lib/systemd/system-generators"].flatMap { names(in: $0) }.filter {
      $0.hasPrefix("systemd-") && $0 != "systemd-sysv-generator" || others.contains($0)
    }
  }

  /// The links by which the targets of a boot start more than a manager needs.
  private var enablingLinks: [String] {
    let needed: Set<String> = [
      "dbus.socket", "dev-mqueue.mount", "systemd-journald.service", "systemd-journald.socket",
      "systemd-journald-dev-log.socket", "systemd-sysusers.service", "systemd-tmpfiles-setup.service",
    ]
    let targets = ["basic", "local-fs", "local-fs-pre", "paths", "sockets", "sysinit", "swap", "timers"]
    return Self.unitDirectories.flatMap { directory in
      targets.flatMap { target in
        ["wants", "requires"].flatMap { kind in
          names(in: "\(directory)/\(target).target.\(kind)").filter { !needed.contains($0) }
            .map { "\(directory)/\(target).target.\(kind)/\($0)" }
        }
      }
    }
  }

  private func write(_ path: String, _ text: String) throws(SystemCallError) {
    try makeParents(of: path)
    // A link or a file shared with other names stays what it is.
    unlink(path)
    try writeFile(path, text)
  }

  private func link(_ path: String, to target: String) throws(SystemCallError) {
    try makeParents(of: path)
    unlink(path)
    try check(symlink(target, path), "symlink", path)
  }

  private func makeParents(of path: String) throws(SystemCallError) {
    let parents = path.split(separator: "/").dropLast()
    for count in 1...max(parents.count, 1) { try makeDirectory("/" + parents.prefix(count).joined(separator: "/")) }
  }
}
