/// Makes a short list of directories out of everything that a service wrote.
enum WrittenPaths {
  /// More entries than this are a list of files, not of places.
  static let most = 12

  /// The directories in which these paths were made, changed or removed, as few and as deep as that goes: directories
  /// give way to their parents, the deepest first, until the list is short; top-level directories never do.
  static func directories(of paths: [String]) -> [String] {
    var directories = Set(paths.map { Observer.directory(of: $0) }).subtracting(["/"])
    while directories.count > most {
      guard let deepest = directories.filter({ depth($0) > 1 }).max(by: { (depth($0), $0) < (depth($1), $1) }) else {
        break
      }
      directories.remove(deepest)
      directories.insert(Observer.directory(of: deepest))
    }
    return directories.sorted()
  }

  private static func depth(_ path: String) -> Int { path.utf8.count { $0 == UInt8(ascii: "/") } }
}
