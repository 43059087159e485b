import LabTesting
import Testing

@testable import Trials

@Suite("The file that names a service's main process")
struct PIDFileTests {
  @Test(
    "is seen with its mode, though the manager removes it with the service",
    .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
  func isSeen() async throws {
    let command = "umask 027; sleep 1000 & echo $$! > /run/tried.pid"
    let unit = "[Service]\nType=forking\nPIDFile=/run/tried.pid\nExecStart=/bin/bash -c '\(command)'\n"
    try await UnitTrial.with(units: ["tried.service": unit], check: HealthCheck(settle: .milliseconds(200))) { trial in
      let runtime = try await trial.runner.run(.empty, observing: true).runtime
      let made = try #require(runtime.madeFiles?.first { $0.path == "/run/tried.pid" })
      #expect(made.modeText == "0640")
    }
  }
}
