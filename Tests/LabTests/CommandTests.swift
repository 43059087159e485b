import Lab
import LabTesting
import Testing

@Suite("A command in a lab", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct CommandTests {
  struct Ending: CustomTestStringConvertible {
    let script: String
    let ending: Lab.CommandResult.Ending
    var testDescription: String { script }

    static let all = [
      Ending(script: "exit 0", ending: .exited(0)),
      Ending(script: "exit 42", ending: .exited(42)),
      Ending(script: "kill -KILL $$", ending: .signalled(9)),
    ]
  }

  @Test("ends as it would elsewhere")
  func endings() async throws {
    try await TestLabs.withLab { lab in
      for given in Ending.all {
        let result = try await lab.run(["sh", "-c", given.script])
        #expect(result.ending == given.ending, "\(given.script)")
      }
      let missing = try await lab.run(["no-such-program"])
      #expect(missing.ending == .exited(127))
    }
  }

  @Test("reads its input, and its outputs are kept apart and bounded")
  func streams() async throws {
    try await TestLabs.withLab { lab in
      let result = try await lab.run(
        ["sh", "-c", "cat; echo \"$WHO\" >&2; head -c 100000 /dev/zero"], environment: ["WHO": "me"], input: "hello\n",
        outputLimit: 10)
      #expect(result.output.hasPrefix("hello\n"))
      #expect(result.output.utf8.count == 10)
      #expect(result.error == "me\n")
    }
  }

  @Test("that outlives its time is killed with its children")
  func timesOut() async throws {
    try await TestLabs.withLab { lab in
      let result = try await lab.run(["sh", "-c", "sleep 4242 & sleep 4242"], timeout: .milliseconds(200))
      #expect(result.ending == .timedOut)
      let left = try await lab.run(["pgrep", "-f", "sleep 4242"])
      #expect(left.output == "")
    }
  }

  @Test("that leaves a daemon behind is not waited for longer than itself")
  func leavesDaemons() async throws {
    try await TestLabs.withLab { lab in
      let result = try await lab.run(["sh", "-c", "setsid sleep 600 & echo started"], timeout: .seconds(30))
      #expect(result.ending == .exited(0))
      #expect(result.output == "started\n")
    }
  }

  @Test("in a lab that has ended says so")
  func afterTheEnd() async throws {
    let lab = try await Lab.start(TestLabs.configuration())
    await lab.stop()
    await #expect(throws: LabError.gone) { try await lab.run(["true"]) }
    #expect(throws: LabError.gone) { try lab.read("/etc/hostname") }
    #expect(!lab.isAlive)
  }
}
