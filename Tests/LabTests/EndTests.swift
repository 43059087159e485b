import Glibc
import Lab
import LabTesting
import Subprocess
import SystemPackage
import Testing

@Suite("Of a lab nothing is left", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"), .serialized)
struct EndTests {
  @Test("after it was stopped", arguments: Lab.Layout.allCases)
  func stopped(layout: Lab.Layout) async throws {
    let lab = try await Lab.start(TestLabs.configuration(layout: layout))
    // Something for every kind of leftover: a daemon, files, units with control groups of their own.
    _ = try await lab.run(["sh", "-c", "setsid sleep 600 & mkdir /var/lib/x; systemd-run -q -p MemoryMax=1G sleep 600"])
    let remains = Remains(ofLabWith: lab.leader)
    #expect(remains.processes.count >= 5)
    #expect(!remains.groups.isEmpty)
    await lab.stop()
    #expect(remains.afterTheEnd(within: 0) == [])
  }

  @Test("after the last reference to it is gone")
  func dropped() async throws {
    var lab: Lab? = try await Lab.start(TestLabs.configuration())
    let remains = Remains(ofLabWith: try #require(lab?.leader))
    lab = nil
    #expect(remains.afterTheEnd(within: 5000) == [])
  }

  enum Victim: String, CaseIterable {
    case owner, keeper, leader
  }

  @Test("after a part of it was killed, time and again", arguments: Victim.allCases)
  func killed(victim: Victim) async throws {
    for round in 1...4 {
      // The shell stays: a process that is becoming another has no command line for a moment.
      let script = "echo up; sleep 60\(round)\(getpid()); exit"
      let outcome = try await run(
        .path(FilePath(TestLabs.cinch)), arguments: ["lab", "shell", "--", "sh", "-c", script],
        input: .none, output: .sequence, error: .discarded
      ) { execution in
        _ = try await execution.standardOutput.first { _ in true }
        let command = Remains.pid(running: "sh -c \(script)")
        let remains = Remains(ofLabWith: try #require(command))
        switch victim {
        case .owner: kill(execution.processIdentifier.value, SIGKILL)
        case .keeper: kill(try #require(remains.keeper), SIGKILL)
        case .leader: kill(try #require(remains.leader), SIGKILL)
        }
        return remains
      }
      let left = outcome.closureResult.afterTheEnd(within: 5000)
      // Nobody is left to remove the groups of a killed keeper, empty as they are, until the next lab starts.
      #expect(left.filter { victim != .keeper || !$0.hasPrefix("/sys/fs/cgroup") } == [], "round \(round)")
      if victim == .keeper {
        try await TestLabs.withLab { _ in }
        #expect(outcome.closureResult.afterTheEnd(within: 0) == [], "round \(round), swept")
      }
    }
  }

  @Test(
    "after its systemd has shut down, and a command in it does not wait for ever",
    .timeLimit(.minutes(2)), arguments: ["systemctl poweroff", "systemctl reboot --force --force", "kill -INT 1"])
  func shutDown(by command: String) async throws {
    let outcome = try await run(
      .path(FilePath(TestLabs.cinch)), arguments: ["lab", "shell", "--", "sh", "-c", "\(command); sleep 7\(getpid())"],
      input: .none, output: .discarded, error: .discarded)
    #expect(outcome.terminationStatus != .exited(0))
  }

  @Test("when its systemd could not be started")
  func notStarted() async throws {
    // Room for one file, where a lab writes two before its systemd starts: the journal's settings, and its name.
    let configuration = TestLabs.configuration(limits: Lab.Limits(disk: 4096), hostName: "full")
    await #expect(throws: LabError.self) { try await Lab.start(configuration) }
  }
}
