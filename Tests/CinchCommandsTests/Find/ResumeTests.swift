import Foundation
import LabTesting
import Testing

/// What `cinch log RUN --json` says of a run, as far as two runs can be alike.
private struct LoggedRun: Decodable, Equatable {
  struct Run: Decodable, Equatable {
    let status: String
    let trials: Int
  }
  struct Trial: Decodable, Equatable {
    let number: Int
    let purpose: String
    let sandbox: [String]
    let verdict: String
  }

  let run: Run
  let trials: [Trial]
}

@Suite("An interrupted find", .serialized, .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct ResumeTests {
  private static let restrictions = ["ProtectHome", "PrivateTmp", "ProtectSystem", "UMask", "LockPersonality"]

  /// Runs a find whose probe does this.
  private func find(_ probe: String, _ options: String..., on host: HostLab) async throws -> Int32? {
    let only = Self.restrictions.flatMap { ["--only", $0] }
    let arguments = [
      "find", "--host", HostLab.unit, "--health", probe, "--settle", "0.02", "--no-reload", "--baselines", "2",
      "--confirmations", "2", "--quiet", "--no-pager",
    ]
    let result = try await host.lab.run([TestLabs.cinch] + arguments + only + options, timeout: .seconds(120))
    guard case .exited(let status) = result.ending else { return nil }
    if status != 0 { Issue.record("\(result.error)") }
    return status
  }

  private func run(_ number: Int, on host: HostLab) async throws -> LoggedRun {
    let log = try await host.cinch("log", "\(number)", "--json")
    return try JSONDecoder().decode(LoggedRun.self, from: Data(log.output.utf8))
  }

  /// A probe that kills Cinch when it is asked for the so-manieth time, and is healthy otherwise.
  private static let probe = """
    echo >> /root/asked; [ $(wc -l < /root/asked) != "$(cat /root/fatal)" ] || kill -KILL \(HostLab.cinchProcess)
    """

  @Test("goes on where it was killed: the same trials, none of them twice")
  func goesOn() async throws {
    try await HostLab.withLab { host in
      try host.lab.write("never", to: "/root/fatal")
      #expect(try await find(Self.probe, on: host) == 0)
      let undisturbed = try await run(1, on: host)
      #expect(undisturbed.run.status == "finished")
      let asked = try host.lab.read("/root/asked").count

      for (index, fatal) in stride(from: 1, through: asked, by: max(1, asked / 4)).enumerated() {
        _ = try await host.shell("rm /root/asked; echo \(fatal) > /root/fatal")
        #expect(try await find(Self.probe, "--fresh", on: host) == nil, "probe \(fatal) of \(asked) kills")
        // The guard has the unit until the service runs again.
        try await host.settled()
        let killed = try await run(index + 2, on: host)
        #expect(killed.run.status == "running")
        #expect(killed.trials == Array(undisturbed.trials.prefix(killed.trials.count)))

        #expect(try await find(Self.probe, on: host) == 0)
        #expect(try await run(index + 2, on: host) == undisturbed, "killed at probe \(fatal) of \(asked)")
      }
    }
  }

  @Test("is told how to go on after a signal", arguments: [("INT", Int32(130)), ("TERM", 143)])
  func isToldHowToGoOn(_ signal: String, _ status: Int32) async throws {
    try await HostLab.withLab { host in
      let probe = """
        echo >> /root/asked; [ $(wc -l < /root/asked) != 5 ] || { kill -\(signal) \(HostLab.cinchProcess); sleep 60; }
        """
      let command = [
        TestLabs.cinch, "find", "--host", HostLab.unit, "--health", probe, "--only", "ProtectHome", "--no-reload",
        "--baselines", "2", "--confirmations", "1", "--no-pager",
      ]
      let stopped = try await host.lab.run(command, timeout: .seconds(60))
      #expect(stopped.ending == .exited(status), "\(stopped.error)")
      #expect(stopped.error.contains("the same command goes on from there"), "\(stopped.error)")
      #expect(try await run(1, on: host).run.status == "interrupted")
      #expect(try await host.shell("systemctl is-active \(HostLab.unit)").output == "active\n")

      let resumed = try await host.lab.run(command, timeout: .seconds(60))
      #expect(resumed.ending == .exited(0), "\(resumed.error)")
      #expect(resumed.error.contains("going on with run 1"), "\(resumed.error)")
      #expect(try await run(1, on: host).run.status == "finished")
    }
  }

  @Test("is only gone on with where one is")
  func resumesOnlyWhatIsThere() async throws {
    try await HostLab.withLab { host in
      let result = try await host.cinch("find", "--host", HostLab.unit, "--health", "true", "--resume", "--quiet")
      #expect(result.ending == .exited(64))
      #expect(result.error.hasPrefix("cinch: No interrupted find of example.service"), "\(result.error)")
    }
  }
}
