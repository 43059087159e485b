/// One line of proc_pid_mountinfo(5).
struct MountEntry: Equatable {
  /// The directory of the file system that is mounted, `/` for all of it.
  let root: String
  /// Where it is mounted.
  let point: String
  let type: String
  /// The options of the file system, which for cgroup v1 name its controllers.
  let superOptions: [String]

  /// The mounts that a process sees, in the order in which they were made.
  static func read(process: String = "self") throws(SystemCallError) -> [MountEntry] {
    try readFile("/proc/\(process)/mountinfo").split(separator: "\n").compactMap { MountEntry(line: $0) }
  }

  init?(line: Substring) {
    // Optional fields stand before a lone hyphen, so count from both ends.
    let fields = String(line).split(separator: " ").map { String($0) }
    guard let hyphen = fields.firstIndex(of: "-"), hyphen >= 6, fields.count > hyphen + 1 else { return nil }
    root = Self.unescaped(fields[3])
    point = Self.unescaped(fields[4])
    type = fields[hyphen + 1]
    superOptions = fields.last?.split(separator: ",").map { String($0) } ?? []
  }

  /// Spaces, tabs, newlines and backslashes travel as three octal digits.
  static func unescaped(_ text: String) -> String {
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
