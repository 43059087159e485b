import Foundation

/// Profiles of many machines in folders: one folder for each host in a folder of results, or one folder of profiles.
public struct ProfileFolders {
  /// A profile's file, and whose it is.
  public struct Entry: Hashable, Sendable {
    /// The host: the name of the first folder below the one that was given; where there is none, the name of that.
    public let host: String
    /// The file's path.
    public let file: String
  }

  /// All files in them that may be profiles, in the order of their paths; what was named itself is always one.
  public let entries: [Entry]

  /// Looks for files that end in `.yaml` or `.yml`. Links to folders are not followed.
  ///
  /// - Parameter paths: folders and profiles.
  /// - Throws: ``ProfileError`` where one is neither.
  public init(_ paths: [String]) throws(ProfileError) {
    var entries: [Entry] = []
    for path in paths {
      let url = URL(filePath: path).standardizedFileURL
      if Self.isFolder(path) {
        entries += Self.entries(in: url)
      } else if !FileManager.default.fileExists(atPath: path) {
        throw .unreadable(file: path, reason: "no such file or folder")
      } else {
        entries.append(Entry(host: url.deletingLastPathComponent().lastPathComponent, file: path))
      }
    }
    self.entries = entries
  }

  /// Whether there is a folder at a path.
  public static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  private static func entries(in folder: URL) -> [Entry] {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted().map { name in
      let components = name.split(separator: "/")
      let host = components.count > 1 ? String(components[0]) : folder.lastPathComponent
      return Entry(host: host, file: folder.appending(path: name).path)
    }
  }
}
