import Glibc

/// One line of proc_pid_mountinfo(5).
public struct MountEntry: Equatable, Sendable {
  /// The directory of the file system that is mounted, `/` for all of it.
  public let root: String
  /// Where it is mounted.
  public let point: String
  /// The type of the file system: `tmpfs`.
  public let type: String
  /// The options of the file system, which for cgroup v1 name its controllers.
  public let superOptions: [String]

  /// The mounts that a process sees, in the order in which they were made.
  public static func read(process: String = "self") throws(SystemCallError) -> [MountEntry] {
    try readFile("/proc/\(process)/mountinfo").split(separator: "\n").compactMap { MountEntry(line: $0) }
  }

  /// Reads one line; nil where it is none.
  public init?(line: Substring) {
    // Optional fields stand before a lone hyphen, so count from both ends.
    let fields = String(line).split(separator: " ").map { String($0) }
    guard let hyphen = fields.firstIndex(of: "-"), hyphen >= 6, fields.count > hyphen + 1 else { return nil }
    root = Self.unescaped(fields[3])
    point = Self.unescaped(fields[4])
    type = fields[hyphen + 1]
    superOptions = fields.last?.split(separator: ",").map { String($0) } ?? []
  }

  /// Spaces, tabs, newlines and backslashes travel as three octal digits.
  private static func unescaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.first {
      let digits = rest.dropFirst().prefix(3)
      if byte == UInt8(ascii: "\\"), digits.count == 3,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
      {
        bytes.append(value)
        rest = rest.dropFirst(4)
      } else {
        bytes.append(byte)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Mounts a file system (mount(2)).
public func mountFileSystem(
  _ type: String, on target: String, flags: Int = 0, options: String = ""
) throws(SystemCallError) {
  try check(mount(type, target, type, UInt(flags), options), "mount \(type) on", target)
}

/// Shows a directory or file at a second place.
public func bindMount(_ source: String, on target: String, recursively: Bool = false) throws(SystemCallError) {
  let flags = Int(MS_BIND) | (recursively ? Int(MS_REC) : 0)
  try check(mount(source, target, nil, UInt(flags), nil), "bind \(source) on", target)
}

/// Makes one mount read-only, and leaves the file system behind it and other mounts of it alone.
public func remountReadOnly(_ target: String, flags: Int = 0) throws(SystemCallError) {
  let flags = Int(MS_REMOUNT) | Int(MS_BIND) | Int(MS_RDONLY) | flags
  try check(mount(nil, target, nil, UInt(flags), nil), "remount", target)
}
