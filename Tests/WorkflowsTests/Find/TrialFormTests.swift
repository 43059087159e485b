import Lab
import LabTesting
import Ledger
import Profiles
import Sandboxing
import Testing
import Trials
import Workflows

@Suite("A service is tried", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct TrialFormTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var unit = "tried.service"
    /// Files by their paths.
    let files: [String: String]
    var check = HealthCheck(settle: .milliseconds(50), reload: false, restart: false)
    /// What the profile says of it; nil where a clone is tried.
    var because: String?
    var kept = ["NoNewPrivileges=yes"]
  }

  private static let plain = "[Service]\nType=exec\nExecStart=/bin/sleep 1000\n"
  private static let directory = "/etc/systemd/system"

  static let cases = [
    Case(testDescription: "as a clone where nothing is against it", files: ["\(directory)/tried.service": plain]),
    Case(
      testDescription: "as itself where a generator makes its file again",
      files: [
        "/etc/systemd/system-generators/tried":
          "#!/bin/sh\nprintf '[Service]\\nType=exec\\nExecStart=/bin/sleep 1000\\n' > \"$1/tried.service\"\n"
      ], because: "generator"),
    Case(
      testDescription: "as itself where a drop-in is for all units of its prefix", unit: "tried-one.service",
      files: [
        "\(directory)/tried-one.service": plain,
        "\(directory)/tried-.service.d/10-site.conf":
          "[Service]\nExecStartPre=/bin/mkdir /run/tried\nExecStopPost=/bin/rmdir /run/tried\n",
      ], because: "10-site.conf"),
    Case(
      testDescription: "as itself where it writes into a file that the manager opens",
      files: ["\(directory)/tried.service": plain + "StandardOutput=append:/var/log/tried\n"],
      because: "StandardOutput="
    ),
    Case(
      testDescription: "as itself where its preparation is root's",
      files: [
        "\(directory)/tried.service": plain
          + "User=nobody\nPermissionsStartOnly=yes\nExecStartPre=/bin/mkdir -p /run/tried\n"
      ], because: "PermissionsStartOnly="),
    Case(
      testDescription: "as a clone where nobody may start or stop it by hand",
      files: ["\(directory)/tried.service": "[Unit]\nRefuseManualStart=yes\nRefuseManualStop=yes\n" + plain]),
    Case(
      testDescription: "as itself where its health check has the manager read units again",
      files: ["\(directory)/tried.service": plain],
      check: HealthCheck(
        probes: [.exec("systemctl daemon-reload && systemctl is-active -q tried.service")],
        settle: .milliseconds(50), reload: false),
      because: "cannot be tested"),
    Case(
      testDescription: "without what a later drop-in has the last word on",
      files: [
        "\(directory)/tried.service": plain,
        "\(directory)/tried.service.d/override.conf": "[Service]\nNoNewPrivileges=no\n",
      ], because: "override.conf sets NoNewPrivileges= after the sandbox", kept: []),
  ]

  @Test("in the form in which it is what it is", arguments: cases)
  func form(case: Case) async throws {
    var request = FindRequest(service: .unit(`case`.unit), check: `case`.check)
    request.scope.only = ["NoNewPrivileges"].compactMap { Selection(parsing: $0) }
    (request.baselines, request.confirmations) = (1, 1)
    let result = try await FindWorkflow(request, in: UnitLabs(files: `case`.files)) { _ in }.run()
    #expect(result.kept.restrictions.map(\.description) == `case`.kept)
    let onUnit = result.profile.search.onUnit
    #expect((onUnit == nil) == (`case`.because == nil), "\(onUnit ?? "")")
    #expect(onUnit?.contains(`case`.because ?? "") ?? true, "\(onUnit ?? "")")
  }
}

/// Labs with files of their own.
struct UnitLabs: EnvironmentProvider {
  let files: [String: String]
  /// Whether their managers tell of every denied call.
  var logsDenials = false
  let opening = "opening a lab"
  let identity = "lab"
  let isParallel = true

  var loggingDenials: any EnvironmentProvider { UnitLabs(files: files, logsDenials: true) }

  func open(for service: ServiceReference?) async throws -> any TrialEnvironment {
    var configuration = TestLabs.configuration()
    configuration.logsDenials = logsDenials
    let lab = try await Lab.start(configuration)
    do {
      try lab.copyIn(TestLabs.program("cinch-act"), to: Lab.actProgram)
      for (path, text) in files { try lab.write(text, to: path, mode: path.contains("generators") ? 0o755 : 0o644) }
      return try LabEnvironment(lab, manager: try await lab.manager())
    } catch {
      await lab.stop()
      throw error
    }
  }

  func lock(_ service: ServiceReference, in directory: String, purpose: String) throws -> RunLock? { nil }
}
