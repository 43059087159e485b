import CLinux
import Glibc
import Linux

/// A device that hurts nobody: its effects end with the process that uses it, or with the lab's namespaces.
struct DeviceNode {
  let name: String
  let major: UInt32
  let minor: UInt32
  /// What a v1 device controller lets the lab do: read, write, make nodes.
  var access = "rwm"

  /// The devices that are not systemd's pseudo devices, fuse and tun, act on the lab's own mounts and network. Of the
  /// kernel log a lab may read, which leaves everything there for others.
  static let harmless = [
    DeviceNode(name: "null", major: 1, minor: 3),
    DeviceNode(name: "zero", major: 1, minor: 5),
    DeviceNode(name: "full", major: 1, minor: 7),
    DeviceNode(name: "random", major: 1, minor: 8),
    DeviceNode(name: "urandom", major: 1, minor: 9),
    DeviceNode(name: "kmsg", major: 1, minor: 11, access: "rm"),
    DeviceNode(name: "tty", major: 5, minor: 0),
    DeviceNode(name: "fuse", major: 10, minor: 229),
    DeviceNode(name: "net/tun", major: 10, minor: 200),
  ]

  /// What a lab may do with devices. Nodes of any kind may be made, only not used.
  static func rules(allow: Set<Lab.Allowance>) -> [DeviceRule] {
    [
      DeviceRule(kind: "c", access: "m"), DeviceRule(kind: "b", access: "m"),
      DeviceRule(kind: "c", major: 5, minor: 2, access: "rwm"), DeviceRule(kind: "c", major: 136, access: "rwm"),
    ]
      + harmless.map { node in
        DeviceRule(
          kind: "c", major: node.major, minor: node.minor, access: allow.contains(.kernelLog) ? "rwm" : node.access)
      }
  }

  /// Makes the node under a /dev; one that the host's device controller refuses is left out.
  func make(in directory: String) {
    let device = clinux_device(major, minor)
    let path = "\(directory)/\(name)"
    if mknod(path, S_IFCHR | 0o666, device) == 0 { chmod(path, 0o666) }
  }
}

/// The device nodes of the host, for a lab that may use them.
enum HostDevices {
  /// Makes every node of the host's /dev in another directory, where there is none of that name.
  static func copy(to directory: String) {
    copy("/dev", to: directory)
  }

  private static func copy(_ source: String, to target: String) {
    for name in names(in: source) {
      var information = stat()
      guard lstat("\(source)/\(name)", &information) == 0 else { continue }
      switch information.st_mode & S_IFMT {
      case S_IFCHR, S_IFBLK:
        guard mknod("\(target)/\(name)", information.st_mode, information.st_rdev) == 0 else { continue }
        chown("\(target)/\(name)", information.st_uid, information.st_gid)
        chmod("\(target)/\(name)", information.st_mode & 0o7777)
      case S_IFDIR where !["pts", "shm", "mqueue"].contains(name):
        mkdir("\(target)/\(name)", information.st_mode & 0o7777)
        copy("\(source)/\(name)", to: "\(target)/\(name)")
      default: continue
      }
    }
  }
}
