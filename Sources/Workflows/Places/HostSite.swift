import Lab
import Ledger
import Logging
import Sandboxing
import Systemd
import Trials

/// This host, with the original of one service stopped.
final class HostSite: Site {
  let environment: any TrialEnvironment
  let service: LoadedService
  let platform: Platform
  let runner: TrialRunner
  let witness: Witness
  let isDisposable = false
  private let meter: ExposureMeter
  private let reader: EnvironmentReader
  private let release: @Sendable () async -> Void

  /// Makes trials of a stopped service possible under names that begin with this one; `release` is called at the end.
  init(
    _ service: LoadedService, name: String, check: HealthCheck, form: SiteForm, on environment: HostEnvironment,
    actProgram: String, log: Logger, release: @escaping @Sendable () async -> Void
  ) async throws {
    let manager = environment.manager
    let commands = CommandRunner(on: environment, prefix: "\(name)-question")
    let filter = try await commands.run("systemd-analyze syscall-filter --no-pager", limit: .seconds(30))
    platform = try await manager.platform(systemCallFilter: filter.output)
    let clone = try await manager.clone(of: service.unit)
    let subject: Subject
    let launcher: any Launcher
    switch form {
    case .clone, .bare, .line:
      if let reason = clone.nameIsBound { throw ServiceError.noClone(service.unit, reason: reason) }
      subject = clone.subject(named: "\(name)-\(service.unit)").in(form)
      launcher =
        form == .line
        ? SystemdRunLauncher(subject, on: environment, prefix: "\(name)-launch")
        : TransientLauncher(subject, on: environment)
    case .installed:
      subject = clone.subject(named: service.unit)
      launcher = DropInLauncher(
        subject, below: DropInLauncher.runtimeRoot, file: Suspension.dropIn, on: environment)
    }
    runner = TrialRunner(subject, check: check, on: environment, launcher: launcher, name: name, log: log)
    witness = Witness(at: manager, program: actProgram, prefix: "\(name)-witness")
    meter = ExposureMeter(on: environment, name: name)
    reader = EnvironmentReader(commands: commands, manager: manager)
    self.environment = environment
    self.service = service
    self.release = release
  }

  var usage: Lab.Usage? { nil }

  func exposure(with dropIn: String) async throws -> Double? { try await meter.exposure(of: service, with: dropIn) }

  /// The unit is read anew each time: it stands where others can change it.
  func runEnvironment() async throws -> RunEnvironment {
    let trial = "\(DropInLauncher.runtimeRoot)/\(service.unit).d/\(Suspension.dropIn)"
    let now = try await LoadedService(service.unit, of: environment.manager) {
      $0 == trial ? nil : environment.text(of: $0)
    }
    return try await reader.environment(of: now, on: platform)
  }

  func close() async { await release() }
}
