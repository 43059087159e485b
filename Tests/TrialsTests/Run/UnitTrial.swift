import Lab
import LabTesting
import Logging
import Sandboxing
import Systemd

@testable import Trials

/// Units written into a lab, and trials of one of them.
struct UnitTrial {
  let lab: Lab
  let environment: LabEnvironment
  let runner: TrialRunner

  /// Writes units, by their names, and does something with trials of the one that is called `tried.service`.
  static func with<Result: Sendable>(
    units: [String: String], before: [String] = [], check: HealthCheck, _ body: (UnitTrial) async throws -> Result
  ) async throws -> Result {
    try await TestLabs.withLab { lab in
      let manager = try await lab.manager()
      for (name, text) in units { try lab.write(text, to: "/etc/systemd/system/\(name)") }
      try await manager.reload()
      for unit in before { _ = try await manager.start(unit, limit: .seconds(20)) }
      let subject = try await manager.clone(of: "tried.service").subject(named: "tried.service")
      try lab.hideUnit("tried.service")
      try await manager.reload()
      let environment = try LabEnvironment(lab, manager: manager)
      let runner = TrialRunner(
        subject, check: check, on: environment, launcher: TransientLauncher(subject, on: environment), name: "tried",
        log: Logger(label: "tried"))
      return try await body(UnitTrial(lab: lab, environment: environment, runner: runner))
    }
  }
}
