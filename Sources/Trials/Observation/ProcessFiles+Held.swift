import Glibc
import Linux

extension ProcessFiles {
  /// The files that it has open to write, devices and the like apart.
  func writtenFiles() -> [String] {
    names(in: "/proc/\(pid)/fd").compactMap { name in
      guard let path = link("fd/\(name)"), path.hasPrefix("/"), !path.hasPrefix("/dev/"), !path.hasPrefix("/proc/"),
        !path.hasSuffix(" (deleted)"),
        let line = text("fdinfo/\(name)")?.split(separator: "\n").first(where: { $0.hasPrefix("flags:") }),
        let flags = Int(line.dropFirst(6).drop(while: \.isWhitespace), radix: 8),
        flags & Int(O_ACCMODE) != Int(O_RDONLY)
      else { return nil }
      return path
    }
  }

  /// The inodes of its sockets.
  func sockets() -> [UInt64] { Self.sockets(among: openFiles()) }

  /// The inodes of the sockets among what descriptors lead to.
  static func sockets(among files: [String]) -> [UInt64] {
    files.filter { $0.hasPrefix("socket:[") }.compactMap { UInt64($0.dropFirst(8).dropLast()) }
  }

  /// The paths of the Unix sockets that it has bound.
  func listeningSockets() -> [String] {
    let own = Set(sockets())
    guard !own.isEmpty else { return [] }
    // Num RefCount Protocol Flags Type St Inode Path
    return (text("net/unix") ?? "").split(separator: "\n").dropFirst().compactMap { line in
      let fields = line.split(separator: " ", maxSplits: 7)
      guard fields.count == 8, fields[7].hasPrefix("/"), UInt64(fields[6]).map(own.contains) == true else {
        return nil
      }
      return String(fields[7])
    }
  }
}
