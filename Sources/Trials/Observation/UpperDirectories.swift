import Glibc

/// The directories at the top of the tree around a service, in two levels, for finding from there downwards what it never
/// needs.
enum UpperDirectories {
  /// Those that hold much of many services, of which single ones are worth a try.
  private static let opened = ["/", "/var"]
  /// What is no part of the disk, and what almost every program reads without a health check that could see it: name
  /// lookups, time zones, certificates.
  private static let passedOver: Set = [
    "/dev", "/etc", "/lost+found", "/proc", "/run", "/sys", "/tmp", "/usr", "/var/tmp",
  ]

  /// The directories, each before those in it, without those that hold something the service was seen to use.
  ///
  /// - Parameters:
  ///   - used: paths of the service's system.
  ///   - reach: how such a path is reached from this process.
  /// - Returns: absolute paths; none twice.
  static func around(_ used: [String], reach: (String) -> String) -> [String] {
    opened.flatMap { parent in
      names(in: reach(parent)).map { parent == "/" ? "/\($0)" : "\(parent)/\($0)" }
    }.filter { directory in
      !passedOver.contains(directory) && !used.contains { $0 == directory || $0.hasPrefix(directory + "/") }
    }
  }

  /// The names of the directories in a directory, in order; links to directories are none.
  private static func names(in directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      var status = stat()
      guard ![".", ".."].contains(name), lstat("\(directory)/\(name)", &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR { names.append(name) }
    }
    return names.sorted()
  }
}
