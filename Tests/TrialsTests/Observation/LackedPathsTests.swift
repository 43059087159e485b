import Foundation
import Glibc
import Linux
import Testing

@testable import Trials

/// Files belong to whoever runs the tests: the user that is asked about is that one, or somebody else.
@Suite struct LackedPathsTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    /// What was there before, a directory where it ends with a slash.
    var before: [String: mode_t]
    /// What was there afterwards besides.
    var made: [String]
    var directories: [String] = []
    var files: [String] = []
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "a directory of its own", before: ["/var/lib/d/": 0o755], made: ["/var/lib/d/state/"],
      directories: ["/var/lib/d"]),
    Case(name: "a directory that it makes", before: ["/run/": 0o755], made: ["/run/d/"], directories: ["/run/d"]),
    Case(
      name: "a file in a directory of everybody's", before: ["/run/": 0o755], made: ["/run/d.pid"],
      files: ["/run/d.pid"]),
    Case(name: "a directory that everybody may write", before: ["/var/log/d/": 0o777], made: ["/var/log/d/log"]),
    Case(name: "a file that everybody may write", before: ["/var/log/": 0o755, "/var/log/d": 0o666], made: []),
    Case(
      name: "a directory in which it may write a file, and make no other",
      before: ["/var/log/d/": 0o755, "/var/log/d/log": 0o666], made: [], directories: ["/var/log/d"]),
    Case(
      name: "a directory of its own in one that is not", before: ["/var/lib/d/": 0o755, "/var/lib/d/own/": 0o777],
      made: ["/var/lib/d/own/file"]),
    Case(name: "a directory that is no service's", before: ["/run/systemd/": 0o755], made: ["/run/systemd/d"]),
    Case(name: "another place", before: ["/etc/d/": 0o755], made: ["/etc/d/conf"]),
  ]

  @Test(arguments: cases) func `what a user may not write has to be given to it`(_ example: Case) throws {
    let root = NSTemporaryDirectory() + "lacked-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: root) }
    for (path, mode) in example.before.sorted(by: { $0.key < $1.key }) {
      try Self.make(path, below: root)
      #expect(chmod(root + path, mode) == 0)
    }
    let paths = example.before.keys.filter { !$0.hasSuffix("/") } + example.made
    for path in example.made { try Self.make(path, below: root) }
    let written = paths.map { path in
      let name = path.hasSuffix("/") ? String(path.dropLast()) : path
      return LackedPaths.Written(name, at: root + name)
    }
    for path in example.made.reversed() { try FileManager.default.removeItem(atPath: root + path) }

    let users = "d:x:4242:4242::/:\n"
    let user = try #require(FileAccess(ofUser: "d", in: Accounts(users: users, groups: "d:x:4242:\n")))
    let lacked = LackedPaths(written, of: user) { root + $0 }
    // What belongs to somebody who is neither root nor the user is not given away.
    let isRoot = geteuid() == 0
    #expect(lacked.directories == (isRoot ? example.directories : example.directories.filter { $0 == "/run/d" }))
    #expect(lacked.files == example.files)
  }

  private static func make(_ path: String, below root: String) throws {
    let manager = FileManager.default
    let isDirectory = path.hasSuffix("/")
    let parent = isDirectory ? root + path : root + path.split(separator: "/").dropLast().map { "/\($0)" }.joined()
    try manager.createDirectory(atPath: parent, withIntermediateDirectories: true)
    if !isDirectory { #expect(manager.createFile(atPath: root + path, contents: nil)) }
  }
}
