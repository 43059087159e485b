import Glibc
import Sandboxing

/// Which namespaces the process is in, and whether it may make new ones.
enum Namespaces {
  static func share(_ type: NamespaceType, inode: UInt64?) -> Outcome {
    guard let own = Self.inode(of: "/proc/self/ns/\(type.rawValue)") else { return Outcome(error: errno) }
    if inode == nil, let program = Self.inode(of: "/proc/self/exe"), program == Self.inode(of: "/proc/1/exe") {
      return type == .pid ? .denied(.state("process 1 is this program")) : .unclear(.state("no manager in sight"))
    }
    // The manager is another program: where this one is process 1, it has a PID namespace of its own.
    if type == .pid, inode == nil, let first = target(of: "/proc/1/exe"), first == target(of: "/proc/self/exe") {
      return .denied(.state("process 1 is this program"))
    }
    if let expected = inode ?? Self.inode(of: "/proc/1/ns/\(type.rawValue)") {
      return Outcome(state: own == expected, otherwise: "\(type.rawValue):[\(own)], not [\(expected)]")
    }
    // With CAP_SYS_PTRACE only a process of a user namespace further out stays out of sight (ptrace(2)).
    if type == .user, Privileges.isEffective("CAP_SYS_PTRACE") == true {
      return .denied(.state("process 1 is in another user namespace"))
    }
    return .unclear(.error(errno))
  }

  static func map(user: UInt32) -> Outcome {
    guard let map = text(of: "/proc/self/uid_map") else { return Outcome(error: errno) }
    // Each line: first user here, first user outside, count (user_namespaces(7)).
    let isMapped = map.split(separator: "\n").contains { line in
      let fields = line.split(separator: " ").compactMap { UInt64($0) }
      return fields.count == 3 && fields[1] <= user && UInt64(user) < fields[1] + fields[2]
    }
    return Outcome(state: isMapped, otherwise: "not in uid_map")
  }

  static func unshare(_ type: NamespaceType) -> Outcome {
    // The kernel refuses CLONE_PTRACE here before it looks at privileges; a filter looks at the namespace's flag alone.
    let refused = 0x2000
    let flags = flag(of: type) | refused
    return Outcome(result: systemCall("unshare", flags), expecting: [EINVAL])
  }

  /// The flag of clone(2) that makes a namespace (linux/sched.h).
  private static func flag(of type: NamespaceType) -> Int {
    switch type {
    case .cgroup: 0x0200_0000
    case .ipc: 0x0800_0000
    case .net: 0x4000_0000
    case .mnt: 0x0002_0000
    case .pid: 0x2000_0000
    case .user: 0x1000_0000
    case .uts: 0x0400_0000
    case .time: 0x0000_0080
    }
  }

  private static func target(of link: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlink(link, &buffer, buffer.count)
    return length < 0 ? nil : String(decoding: buffer.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static func inode(of path: String) -> UInt64? {
    var status = stat()
    return stat(path, &status) == 0 ? UInt64(status.st_ino) : nil
  }
}
