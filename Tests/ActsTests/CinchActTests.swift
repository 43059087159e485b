import Foundation
import Glibc
import Sandboxing
import Testing

@Suite("cinch-act")
struct CinchActTests {
  struct Sample: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    let status: Int32
    let output: String
    var testDescription: String { arguments.joined(separator: " ") }

    init(_ arguments: [String], _ status: Int32, _ output: String) {
      self.arguments = arguments
      self.status = status
      self.output = output
    }
  }

  static let samples: [Sample] = [
    Sample(["socket:AF_INET"], 0, "socket:AF_INET: allowed\n"),
    Sample(["read:/nonexistent"], 42, "read:/nonexistent: denied (ENOENT)\n"),
    Sample(["call:no_such_call"], 1, "call:no_such_call: could not tell (no such system call here)\n"),
    Sample(
      ["mapWritableExecutable", "read:/nonexistent"], 42,
      "mapWritableExecutable: allowed\nread:/nonexistent: denied (ENOENT)\n"),
    Sample(
      ["read:/nonexistent", "send:nowhere"], 1,
      "read:/nonexistent: denied (ENOENT)\nsend:nowhere: could not tell (not an IP address)\n"),
    Sample(
      ["--perform-alike", "read:/nonexistent", "read:/missing"], 42,
      "read:/nonexistent: denied (ENOENT)\nread:/missing: denied (ENOENT)\n"),
    Sample(
      ["--perform-alike", "read:/nonexistent", "socket:AF_INET"], 1,
      "read:/nonexistent: denied (ENOENT)\nsocket:AF_INET: allowed\n"),
    Sample([], 64, ""),
    Sample(["--prepare"], 64, ""),
    Sample(["dance"], 64, ""),
    Sample(["socket:AF_INET", "socket:"], 64, ""),
  ]

  @Test("says what it saw, and exits with it", arguments: samples)
  func exits(_ sample: Sample) throws {
    #expect(try Program.act.run(sample.arguments) == Program.Result(status: sample.status, output: sample.output))
  }

  @Test("needs nothing of the tree around it, not even /proc", .enabled(if: geteuid() == 0, "chroot(2) needs root"))
  func emptyTree() throws {
    let tree = ServingNeedy.temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: tree) }
    try FileManager.default.copyItem(atPath: Program.act.path, toPath: tree.appendingPathComponent("act").path)
    let result = try Program.run("/usr/sbin/chroot", [tree.path, "/act", "runAsRoot", "read:/etc/passwd"])
    let expected = "runAsRoot: allowed\nread:/etc/passwd: denied (ENOENT)\n"
    #expect(result == Program.Result(status: 42, output: expected))
  }

  @Test("asks for every system call, and none takes place")
  func everyCall() throws {
    let acts = SystemCalls.names.map { Act.call($0) }
    let expected = acts.map { "\($0): allowed\n" }.joined()
    #expect(try Program.act.run(acts.map(\.description)) == Program.Result(status: 0, output: expected))
  }
}
