import Profiles
import ArgumentParser
import Foundation
import Reports
import Workflows

extension FindCommand {
  /// Runs the trials again that a profile rests on, instead of finding anything.
  func verify(_ file: String) async throws {
    let profile = try Profile(contentsOfFile: file)
    let provider = try environment.provider()
    let lock = try environment.lock(profile.service.reference, purpose: "find")
    defer { withExtendedLifetime(lock) {} }
    let reporter = output.reporter(for: profile.service.unit)
    let result = try await reporter.whileShown {
      try await untilSignalled {
        try await VerifyWorkflow(profile, in: provider, jobs: search.jobs) { await reporter.show($0) }.run()
      }
    }
    let terminal = Terminal(of: STDOUT_FILENO, environment: ProcessInfo.processInfo.environment)
    let exporter: any Exporter<VerifiedProfile> =
      output.form == .json ? JSONVerification() : TerminalVerification(for: terminal)
    try StandardStream.output.write(try exporter.text(of: result))
    guard result.verification.keptPasses else { throw ExitCode(ExitStatus.regression.rawValue) }
    guard result.holds else { throw ExitCode(ExitStatus.incomplete.rawValue) }
  }
}
