import Foundation
import Testing

@testable import Trials

@Suite("A path with its symbolic links followed")
struct AliasesTests {
  static let links = [
    "/sbin": "usr/sbin", "/usr/sbin/vi": "/etc/alternatives/vi", "/etc/alternatives/vi": "../../usr/bin/vim",
    "/var/run": "/run", "/loop": "loop",
  ]

  @Test(
    "is the one that the kernel knows",
    arguments: [
      ("/usr/sbin", "/usr/sbin"), ("/sbin", "/usr/sbin"), ("/sbin/nginx", "/usr/sbin/nginx"),
      ("/sbin/vi", "/usr/bin/vim"),
      ("/var/run/x/../y/./z", "/run/y/z"), ("/../srv", "/srv"), ("/", "/"), ("/loop", "/loop"),
    ])
  func followed(_ sample: (path: String, expected: String)) {
    #expect(Aliases.followed(sample.path) { Self.links[$0] } == sample.expected)
  }
}

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
