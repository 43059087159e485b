import Foundation
import Glibc
import Testing

@Suite("needy")
struct NeedyTests {
  private static let healthy = Program.Result(status: 0, output: "healthy\n")

  @Test("as a oneshot succeeds only if every act is allowed")
  func oneshot() throws {
    #expect(try Program.needy.run(["run"]) == Self.healthy)
    #expect(try Program.needy.run(["run", "mapWritableExecutable", "socket:AF_INET"]) == Self.healthy)
    let denied = Program.Result(status: 1, output: "unhealthy: read:/nonexistent: denied (ENOENT)\n")
    #expect(try Program.needy.run(["run", "socket:AF_INET", "read:/nonexistent", "read:/neither"]) == denied)
  }

  @Test("lists the system calls that it takes, and those that its acts take")
  func calls() throws {
    func calls(of acts: [String]) throws -> Set<String> {
      let result = try Program.needy.run(["calls"] + acts)
      #expect(result.status == 0)
      return Set(result.output.split(separator: "\n").map(String.init))
    }
    let always = try calls(of: [])
    #expect(always.isSuperset(of: ["execve", "write", "exit_group"]))
    #expect(always.isDisjoint(with: ["clone", "prctl", "socket", "openat"]))
    let shielded: Set = ["clone", "wait4", "prctl"]
    for name in ["reboot", "waitid", "prctl"] {
      #expect(try calls(of: ["call:\(name)"]) == always.union(shielded).union([name]))
    }
    #expect(try calls(of: ["socket:AF_INET", "gainPrivileges"]) == always.union(["socket", "prctl"]))
    #expect(try Program.needy.run(["calls", "read:/nonexistent"]) == Program.Result(status: 1, output: ""))
  }

  @Test("fails when it cannot say how it is")
  func silent() throws {
    #expect(try Program.run("/bin/sh", ["-c", "exec '\(Program.needy.path)' run >&-"]).status == 1)
  }

  @Test(
    "does nothing when it is not understood",
    arguments: [
      [], ["dance"], ["run", "dance"], ["ask"], ["ask", "a", "b"], ["serve", "--dance"], ["serve", "--flaky"],
    ])
  func usage(_ arguments: [String]) throws {
    #expect(try Program.needy.run(arguments) == Program.Result(status: 64, output: ""))
  }

  @Test("answers each connection by performing its acts again")
  func serves() throws {
    let marker = ServingNeedy.temporaryDirectory().path
    let needy = try ServingNeedy(["socket:AF_INET", "read:\(marker)"])
    #expect(try needy.ask() == Self.healthy)
    #expect(try needy.ask() == Self.healthy)
    rmdir(marker)
    #expect(try needy.ask() == Program.Result(status: 1, output: "unhealthy: read:\(marker): denied (ENOENT)\n"))
  }

  @Test("is not healthy when nobody answers")
  func nobody() throws {
    #expect(try Program.needy.run(["ask", "/nonexistent"]).status == 1)
    #expect(try Program.needy.run(["ask", String(repeating: "x", count: 200)]).status == 1)
  }

  @Test("ends on SIGTERM unless told to ignore it")
  func termination() throws {
    let needy = try ServingNeedy(["--ignore-sigterm"])
    #expect(try needy.ask() == Self.healthy)
    kill(needy.process, SIGTERM)
    #expect(try needy.ask() == Self.healthy)

    let other = try ServingNeedy([])
    #expect(try other.ask() == Self.healthy)
    kill(other.process, SIGTERM)
    #expect(other.end() == 0)
  }

  @Test("does not start on state that a denial has corrupted")
  func state() throws {
    let directory = ServingNeedy.temporaryDirectory()
    let state = directory.appendingPathComponent("state").path
    let options = ["--state", state, "--corrupt-on-denial"]
    for _ in 0..<2 { #expect(try ServingNeedy(options, in: directory).ask() == Self.healthy) }
    #expect(try ServingNeedy(options + ["read:/nonexistent"], in: directory).ask().status == 1)
    #expect(try ServingNeedy(options, in: directory).end() == 1)
  }

  @Test("fails about as many requests as it is told to", arguments: [(0, 0...0), (50, 10...40), (100, 50...50)])
  func flaky(_ sample: (percent: Int, failures: ClosedRange<Int>)) throws {
    let needy = try ServingNeedy(["--flaky", "\(sample.percent)", "--seed", "7"])
    let failures = try (0..<50).count { _ in try needy.ask().status == 1 }
    #expect(sample.failures.contains(failures))
  }

  @Test("hides workers that die behind a healthy main process")
  func dyingWorkers() throws {
    let needy = try ServingNeedy(["--fork-and-die", "read:/nonexistent"])
    #expect(try needy.ask() == Self.healthy)
  }

  @Test("answers with escapes and bytes that are no text")
  func escapes() throws {
    let answer = try ServingNeedy(["--escape-output"]).ask()
    #expect(answer.status == 1)
    #expect(answer.output.hasPrefix("\u{1b}]0;"))
    #expect(answer.output.contains("\u{fffd}"))
  }

  @Test("answers while it floods the log, eats memory, and has idle processes")
  func burdens() throws {
    let needy = try ServingNeedy(["--log-flood", "--eat-memory", "8", "--fork-bomb", "3"])
    #expect(try needy.ask() == Self.healthy)
  }
}
