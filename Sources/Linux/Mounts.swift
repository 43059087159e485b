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
    try readFile("/proc/\(process)/mountinfo").utf8.split(separator: UInt8(ascii: "\n")).compactMap {
      MountEntry(line: Substring($0))
    }
  }

  /// Reads one line; nil where it is none.
  public init?(line: Substring) {
    // Every trial reads them all, and bytes are split many times faster than characters.
    let fields = line.utf8.split(separator: UInt8(ascii: " "))
    // Optional fields stand before a lone hyphen, so count from both ends.
    guard let hyphen = fields.firstIndex(where: { $0.elementsEqual("-".utf8) }), hyphen >= 6, fields.count > hyphen + 1
    else { return nil }
    root = Self.unescaped(fields[3])
    point = Self.unescaped(fields[4])
    type = String(Substring(fields[hyphen + 1]))
    superOptions = fields.last?.split(separator: UInt8(ascii: ",")).map { String(Substring($0)) } ?? []
  }

  /// Spaces, tabs, newlines and backslashes travel as three octal digits.
  private static func unescaped(_ text: Substring.UTF8View) -> String {
    guard text.contains(UInt8(ascii: "\\")) else { return String(Substring(text)) }
    var bytes: [UInt8] = []
    var rest = Array(text)[...]
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
