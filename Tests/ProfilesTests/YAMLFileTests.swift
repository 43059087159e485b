import Foundation
import Testing

@testable import Profiles

@Suite("A YAML file that means harm, or is none")
struct YAMLFileTests {
  /// Forty levels of which each holds the one before twice, as a key: a parser that compares keys never ends.
  private static func bomb(_ key: (Int) -> String) -> String {
    (1...40).reduce("cinch: 1\na0: &a0 {b: c}\n") { $0 + "a\($1): &a\($1) {\(key($1 - 1))}\n" }
  }

  @Test(
    "is refused for its aliases before they are put together",
    arguments: [
      bomb { "? *a\($0) : 1, ? [*a\($0)] : 2" }, bomb { "? [*a\($0), *a\($0)] : 1, ? {x: *a\($0)} : 2" },
      bomb { "x: *a\($0), y: *a\($0)" }, "a: &a 1\nb: *a\n", "b: *nobody\n",
    ])
  func bombs(_ text: String) throws {
    #expect(throws: YAMLDocument.Failure.self) { try YAMLDocument(text) }
    #expect {
      try Profile(yaml: text, file: "p.yaml")
    } throws: { error in
      error as? ProfileError == .invalid(file: "p.yaml", key: "&", problem: "a profile has no anchors and aliases")
    }
  }

  @Test(
    "is not one because stars stand in its texts",
    arguments: [
      ("a: 'b && *c'", "b && *c"), ("a: |\n  rm *x &x\n", "rm *x &x\n"), ("a: 2 * 3", "2 * 3"),
      ("a: b # *c", "b"), (#"a: "*a""#, "*a"),
    ])
  func stars(_ text: String, _ value: String) throws {
    let document = try YAMLDocument(text)
    #expect(document.root?["a"]?.string == value)
    #expect(!document.hasAnchors)
  }

  struct Unreadable: CustomTestStringConvertible {
    let testDescription: String
    /// Makes a file called "file" in the directory it runs in.
    let script: String
    let reason: String
  }

  @Test(
    "says why it cannot be read",
    arguments: [
      Unreadable(
        testDescription: "a link to a large file", script: "truncate -s 120M large; ln -s large file",
        reason: "larger than 8 MiB"),
      Unreadable(testDescription: "no UTF-8", script: #"printf 'a: \377\n' > file"#, reason: "not text in UTF-8"),
      Unreadable(testDescription: "a directory", script: "mkdir file", reason: "it is a directory"),
      Unreadable(testDescription: "a device", script: "ln -s /dev/zero file", reason: "neither a file nor a pipe"),
      Unreadable(
        testDescription: "a link to itself", script: "ln -s file file",
        reason: "Too many levels of symbolic links"),
      Unreadable(testDescription: "nothing", script: "true", reason: "no such file"),
    ])
  func unreadable(_ example: Unreadable) throws {
    try inDirectory(after: example.script) { directory in
      #expect(throws: ProfileError.unreadable(file: directory + "/file", reason: example.reason)) {
        try Profile(contentsOfFile: directory + "/file")
      }
    }
  }

  @Test("is read from a pipe as from a file")
  func pipe() throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data("a: b\n".utf8))
    try pipe.fileHandleForWriting.close()
    #expect(try YAMLDocument.text(of: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)") == "a: b\n")
  }

  private func inDirectory(after script: String, _ body: (String) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory.path + "/cinch-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", script]
    shell.currentDirectoryURL = URL(fileURLWithPath: directory)
    try shell.run()
    shell.waitUntilExit()
    try body(directory)
  }
}
