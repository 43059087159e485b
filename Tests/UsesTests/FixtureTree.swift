import Foundation
import Uses

/// A small system in a folder of its own, which goes with this value.
final class FixtureTree {
  let root: String

  /// A system with these files; each with the directories that it is in.
  init(_ files: [String: String] = [:], directories: [String] = [], programs: [String: String] = [:]) throws {
    root = FileManager.default.temporaryDirectory.appendingPathComponent("cinch-uses-\(UUID().uuidString)").path
    for directory in directories + ["/"] { try make(directory) }
    for (path, text) in files {
      try make((path as NSString).deletingLastPathComponent)
      try text.write(toFile: root + path, atomically: false, encoding: .utf8)
    }
    // Programs of this machine under other names.
    for (path, original) in programs {
      try make((path as NSString).deletingLastPathComponent)
      let file = URL(fileURLWithPath: original).resolvingSymlinksInPath().path
      try FileManager.default.copyItem(atPath: file, toPath: root + path)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  var tree: FileTree { FileTree(root: root) }

  private func make(_ directory: String) throws {
    try FileManager.default.createDirectory(atPath: root + directory, withIntermediateDirectories: true)
  }
}
