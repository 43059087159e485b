import Foundation
import LabTesting
import Testing

@Suite("On a terminal", .timeLimit(.minutes(5)))
struct SerialConsoleTests {
  /// What `cinch log` writes to a terminal of its own, with a pager that says so when it is started.
  private static func log(term: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "cinch-console-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let pager = folder.appending(path: "pager")
    try "#!/bin/sh\necho PAGED\n".write(to: pager, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: pager.path())
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/script")
    process.arguments = ["-qec", "'\(TestLabs.cinch)' log --user", "/dev/null"]
    process.environment = [
      "TERM": term, "PATH": "/usr/bin:/bin", "SYSTEMD_PAGER": pager.path(), "XDG_STATE_HOME": folder.path(),
      "XDG_RUNTIME_DIR": folder.path(), "HOME": folder.path(), "SHELL": "/bin/sh",
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
    return text
  }

  @Test("that can move its cursor, a pager is started")
  func pager() throws {
    #expect(try Self.log(term: "xterm").contains("PAGED"))
  }

  @Test("that cannot, as a serial console, none is, and nothing waits for a key", arguments: ["", "dumb"])
  func noPager(_ term: String) throws {
    let text = try Self.log(term: term)
    #expect(!text.contains("PAGED"))
    #expect(!text.contains("\u{1b}"))
  }
}
