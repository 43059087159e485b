import Glibc

/// Reads one process's entry in /proc (proc(5)). A process that is gone has nothing to say.
struct ProcessFiles: Sendable {
  let pid: Int32

  /// The whole of a short file; nil where it cannot be read.
  func text(_ name: String) -> String? { ProcessFiles.text(at: "/proc/\(pid)/\(name)") }

  /// The target of a symbolic link; nil where there is none.
  func link(_ name: String) -> String? { ProcessFiles.link(at: "/proc/\(pid)/\(name)") }

  static func link(at path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = readlink(path, &buffer, buffer.count)
    return length > 0 ? String(decoding: buffer.prefix(length), as: UTF8.self) : nil
  }

  /// Whether it is a service's process that has not come to the service's program yet: the manager names it after that
  /// program, in parentheses.
  var isBeforeExecution: Bool { text("comm")?.first == "(" }

  /// What it has taken of processors so far, all of its threads together, in the ticks of `stat`; nil where it is gone.
  var processorTime: Duration? {
    // The name, the second field, may hold blanks and parentheses; utime and stime are the 14th and 15th.
    guard let line = text("stat"), let end = line.lastIndex(of: ")") else { return nil }
    let fields = line[end...].split(separator: " ")
    guard fields.count > 13, let user = Int(fields[12]), let system = Int(fields[13]) else { return nil }
    return .seconds(1) * Double(user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// Its namespaces, by type as `RestrictNamespaces=` names it (namespaces(7)).
  var namespaces: [String: String] {
    Dictionary(
      uniqueKeysWithValues: ["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"].compactMap { type in
        link("ns/\(type)").map { (type, $0) }
      })
  }

  /// What its open file descriptors lead to: paths, `socket:[4711]`.
  func openFiles() -> [String] {
    Self.entries(in: "/proc/\(pid)/fd").compactMap { link("fd/\($0.name)") }
  }

  /// A line of `status` by its name, without the name.
  func status(_ name: String) -> String? {
    guard let line = text("status")?.split(separator: "\n").first(where: { $0.hasPrefix("\(name):") }) else {
      return nil
    }
    return line.dropFirst(name.utf8.count + 1).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// What is in a directory: names and types (readdir(3), `DT_DIR`); nothing where it cannot be read.
  static func entries(in path: String) -> [(name: String, type: Int)] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var entries: [(name: String, type: Int)] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { entries.append((name, Int(entry.pointee.d_type))) }
    }
    return entries
  }

  /// The whole of any file; nil where it cannot be read.
  static func text(at path: String) -> String? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16 * 1024)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
