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
