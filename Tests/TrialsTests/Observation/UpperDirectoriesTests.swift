import Foundation
import Testing

@testable import Trials

@Suite("The directories at the top of a tree")
struct UpperDirectoriesTests {
  @Test("are those of the disk that hold nothing the service uses")
  func around() throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("upper-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    for path in ["proc/1", "etc/ssh", "usr/bin", "srv/www", "data/app", "var/lib/app", "var/log/other", "var/tmp"] {
      try FileManager.default.createDirectory(at: root.appendingPathComponent(path), withIntermediateDirectories: true)
    }
    try "".write(to: root.appendingPathComponent("file"), atomically: true, encoding: .utf8)
    try FileManager.default.createSymbolicLink(
      at: root.appendingPathComponent("bin"), withDestinationURL: root.appendingPathComponent("usr/bin"))
    func around(_ used: [String]) -> [String] { UpperDirectories.around(used) { root.path + $0 } }
    #expect(around([]) == ["/data", "/srv", "/var", "/var/lib", "/var/log"])
    #expect(around(["/var/lib/app", "/data"]) == ["/srv", "/var/log"])
  }
}
