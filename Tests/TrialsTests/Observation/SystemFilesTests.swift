import LabTesting
import Testing

@testable import Trials

@Suite("What a service asks of the kernel in /proc")
struct SystemFilesTests {
  @Test(
    "is about the machine, unless it is of a process or asked for as a matter of course",
    arguments: [
      ("/meminfo", true), ("/sys/net/core/somaxconn", true), ("/partitions", true), ("/4711/status", false),
      ("/sys/kernel/cap_last_cap", false), ("", false),
    ])
  func isOfMachine(path: String, isOne: Bool) {
    #expect(Observer.isOfMachine(path) == isOne)
  }

  @Test(
    "is seen where it opens a file once, before it is ready", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
  func isSeen() async throws {
    let command = "read -r queue < /proc/sys/net/core/somaxconn; exec sleep 1000"
    let unit = "[Service]\nType=exec\nExecStart=/bin/bash -c '\(command)'\n"
    try await UnitTrial.with(units: ["tried.service": unit], check: HealthCheck(settle: .milliseconds(200))) { trial in
      let runtime = try await trial.runner.run(.empty, observing: true).runtime
      #expect(runtime.systemFiles == ["/sys/net/core/somaxconn"])
    }
  }

  @Test(
    "are files of other processes where it goes through all of them",
    .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"),
    arguments: [
      ("for i in /proc/[0-9]*/stat; do read -r line < $i; done", true), ("read -r line < /proc/self/stat", false),
    ])
  func othersAreSeen(script: String, isSeen: Bool) async throws {
    let unit = "[Service]\nType=exec\nExecStart=/bin/bash -c '\(script); exec sleep 1000'\n"
    try await UnitTrial.with(units: ["tried.service": unit], check: HealthCheck(settle: .milliseconds(200))) { trial in
      let runtime = try await trial.runner.run(.empty, observing: true).runtime
      #expect(runtime.readsOtherProcesses == isSeen)
    }
  }
}
