import Linux

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
  ///   - view: where such a path is for this process.
  /// - Returns: absolute paths; none twice.
  static func around(_ used: [String], view: (String) -> String) -> [String] {
    opened.flatMap { parent in
      directories(in: view(parent)).sorted().map { parent == "/" ? "/\($0)" : "\(parent)/\($0)" }
    }.filter { directory in
      !passedOver.contains(directory) && !used.contains { $0 == directory || $0.hasPrefix(directory + "/") }
    }
  }
}
