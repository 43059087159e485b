import Foundation
import LabTesting
import Ledger
import Profiles
import Sandboxing
import Testing
import Trials
import Workflows

@Suite("A command whose streams are not what they should be")
struct StreamTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    /// What stands behind the command in the shell.
    let redirection: String
    var prefix = ""
    var status: Int32 = 1
    var says = "Standard output cannot be written"
  }

  static let cases = [
    Case(testDescription: "a full disk for results", redirection: "> /dev/full"),
    Case(testDescription: "no standard output", redirection: ">&-"),
    Case(testDescription: "a reader that is gone, and SIGPIPE ignored", redirection: ">&3", prefix: "trap '' PIPE; "),
    Case(testDescription: "a reader that is gone, and the usual SIGPIPE", redirection: ">&3", status: 141, says: ""),
    Case(testDescription: "no stream at all", redirection: "<&- >&- 2>&-", says: ""),
    Case(testDescription: "a full disk for errors as well", redirection: "> /dev/full 2>&1", says: ""),
    Case(testDescription: "no standard input", redirection: "<&- > /dev/null", status: 0, says: ""),
  ]

  /// Opens a pipe as descriptor 3 whose reader has been there and left.
  private static let gone = "rm -f gone; mkfifo gone; (: < gone) & exec 3> gone; wait $!; "

  @Test("ends with a status that says so, and with a sentence where one can be read", arguments: cases)
  func ends(_ example: Case) throws {
    let directory = FileManager.default.temporaryDirectory.path + "/cinch-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let profile = Profile(
      service: ProfiledService(unit: "clock.service", kind: "simple"),
      environment: RunEnvironment(systemd: "252", kernel: "6.1", libc: "glibc 2.36", unit: "cafe"),
      healthCheck: HealthCheck(), kept: Sandbox([Restriction("ProtectHome", "yes")]),
      search: SearchSummary(strategy: "adaptive", seed: 0, trials: 7, seconds: 3),
      confirmed: Confirmation(form: "drop-in", passes: 2))
    try profile.yaml().write(toFile: directory + "/p.yaml", atomically: true, encoding: .utf8)
    for command in ["report p.yaml", "report p.yaml --format html", "explain p.yaml"] {
      let result = try shell(
        "\(Self.gone)\(example.prefix)\(TestLabs.cinch) \(command) \(example.redirection)", in: directory)
      #expect(result.status == example.status, "\(command): \(result)")
      #expect(example.says.isEmpty || result.error.contains(example.says), "\(command): \(result.error)")
    }
  }

  private func shell(_ script: String, in directory: String) throws -> (status: Int32, error: String) {
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", script]
    shell.currentDirectoryURL = URL(fileURLWithPath: directory)
    let error = Pipe()
    shell.standardError = error
    shell.standardOutput = FileHandle.nullDevice
    try shell.run()
    let text = try error.fileHandleForReading.readToEnd() ?? Data()
    shell.waitUntilExit()
    let status = shell.terminationReason == .uncaughtSignal ? 128 + shell.terminationStatus : shell.terminationStatus
    return (status, String(decoding: text, as: UTF8.self))
  }
}
