import Linux

/// One path of several that lead to the same file: /usr/sbin for /sbin.
public enum Aliases {
  /// As many links as the kernel follows (path_resolution(7)).
  private static let mostLinks = 40

  /// An absolute path with every symbolic link on its way followed; `target` says where the one at a path leads, nil where
  /// there is none. What does not exist stays as it is, and after forty links no more are followed.
  public static func followed(_ path: String, _ target: (String) -> String?) -> String {
    var done: [String] = []
    var left = Array(path.split(separator: "/").reversed())
    var links = 0
    while let name = left.popLast() {
      switch name {
      case ".": continue
      case "..": _ = done.popLast()
      default:
        done.append(String(name))
        guard links < mostLinks, let target = target("/\(done.joined(separator: "/"))") else { continue }
        links += 1
        done = target.hasPrefix("/") ? [] : done.dropLast()
        left += target.split(separator: "/").reversed()
      }
    }
    return "/\(done.joined(separator: "/"))"
  }
}

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

/// Makes a short list of directories out of everything that a service wrote.
enum WrittenPaths {
  /// More entries than this are a list of files, not of places.
  static let most = 12

  /// The directories in which these paths were made, changed or removed, as few and as deep as that goes: directories
  /// give way to their parents, the deepest first, until the list is short; top-level directories never do.
  ///
  /// - Parameters:
  ///   - paths: the paths.
  ///   - more: directories that are known anyway.
  /// - Returns: the directories, sorted.
  static func directories(of paths: [String], and more: [String] = []) -> [String] {
    var directories = Set(paths.map { Observer.directory(of: $0) } + more).subtracting(["/"])
    while directories.count > most {
      guard let deepest = directories.filter({ depth($0) > 1 }).max(by: { (depth($0), $0) < (depth($1), $1) }) else {
        break
      }
      directories.remove(deepest)
      directories.insert(Observer.directory(of: deepest))
    }
    return directories.sorted()
  }

  /// The paths without what the manager itself writes for a service that is up (file-hierarchy(7)).
  static func withoutManagers(_ paths: [String]) -> [String] {
    paths.filter { path in
      !["/run/systemd/", "/run/credentials", "/tmp/systemd-private-", "/var/tmp/systemd-private-"].contains {
        path.hasPrefix($0)
      }
    }
  }

  private static func depth(_ path: String) -> Int { path.utf8.count { $0 == UInt8(ascii: "/") } }
}
