import ArgumentParser
import Foundation
import Ledger
import Profiles
import Reports
import Sandboxing
import Testing
import Trials
import Workflows

@testable import CinchCommands

@Suite("cinch report")
struct ReportCommandTests {
  private static let profile = Profile(
    service: ProfiledService(unit: "clock.service", kind: "simple"),
    environment: RunEnvironment(systemd: "252", kernel: "6.1", libc: "glibc 2.36", package: nil, unit: "cafe"),
    healthCheck: HealthCheck(), kept: Sandbox([Restriction("ProtectHome", "yes")]),
    search: SearchSummary(strategy: "adaptive", seed: 0, trials: 7, seconds: 3),
    confirmed: Confirmation(form: "drop-in", passes: 2))

  @Test(
    "writes a saved profile in the form that is asked for",
    arguments: zip(
      [ReportFormat.text, .json, .markdown, .html],
      ["clock.service\n", "{", "# The sandbox of clock.service", "<!DOCTYPE html>"]))
  func forms(format: ReportFormat, beginning: String) async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "cinch-test-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: directory) }
    let (saved, written) = (directory.appending(path: "clock.yaml"), directory.appending(path: "report"))
    try Self.profile.yaml().write(to: saved, atomically: true, encoding: .utf8)

    let words = [saved.path, "--format", format.rawValue, "--output", written.path]
    try await #require(try ReportCommand.parseAsRoot(words) as? ReportCommand).run()

    let text = try String(contentsOf: written, encoding: .utf8)
    #expect(text.contains(beginning))
    #expect(text.contains("ProtectHome"))
  }

  @Test("names the forms that it has where it is asked for another")
  func otherForm() {
    let report = Report("Nothing that was tested", payload: { "" }) { _ in "\n" }
    let error = #expect(throws: ValidationError.self) {
      try report.written(as: .junit, for: Terminal(isInteractive: false))
    }
    #expect(error?.message.hasSuffix("--format takes text, json, markdown, html") == true)
  }

  @Test("has nothing more to show in the forms that show everything")
  func full() {
    #expect(throws: (any Error).self) { try ReportCommand.parse(["profile.yaml", "--format", "html", "--full"]) }
  }
}
