import Foundation
import Lab
import LabTesting
import Testing

@testable import Trials

@Suite(
  "What a service has planted in its lab leads nowhere outside",
  .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct PlantedLinkTests {
  /// A directory of this machine's that everything planted points to.
  private let outside = FileManager.default.temporaryDirectory.path + "/cinch-outside-\(UUID().uuidString)"

  private func whatIsOutside() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: outside) }

  @Test("for probes, drop-ins and what is read")
  func staysInside() async throws {
    try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: outside) }
    try "secret".write(toFile: outside + "/passwd", atomically: true, encoding: .utf8)
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      let planted = try await lab.run([
        "bash", "-c",
        """
        mkdir -p /run/cinch "$0"; rm -r /run/cinch; ln -s "$0" /run/cinch
        ln -s "$0" /etc/systemd/system/planted.service.d; ln -sf "$0/passwd" /etc/passwd
        """, outside,
      ])
      #expect(planted.isSuccess, "\(planted.error)")
      let environment = try LabEnvironment(lab, manager: manager)
      #expect(environment.text(of: "/etc/passwd") != "secret")

      let commands = CommandRunner(on: environment, prefix: "planted")
      #expect(try await commands.run("echo inside", limit: .seconds(10)).output == "inside\n")

      let launcher = DropInLauncher(Subject(unit: "planted.service", properties: []), on: environment)
      try await launcher.prepare(RenderedSandbox(properties: [], dropIn: "[Service]\nNice=1\n"))
      #expect(try whatIsOutside() == ["passwd"])
      let inside = try await lab.run(["cat", "\(outside)/60-cinch.conf"])
      #expect(inside.output == "[Service]\nNice=1\n")
    }
  }
}
