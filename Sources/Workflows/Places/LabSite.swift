import Lab
import Ledger
import Logging
import Sandboxing
import Systemd
import Trials

/// A lab with one service in it.
final class LabSite: Site {
  let environment: any TrialEnvironment
  let service: LoadedService
  let platform: Platform
  let runner: TrialRunner
  let witness: Witness
  let isDisposable = true
  private let lab: Lab
  private let meter: ExposureMeter
  private let reader: EnvironmentReader

  /// Sets a service up in a lab that has booted.
  ///
  /// - Throws: ``ServiceError`` where the service cannot be tried, and what the lab or its manager throw.
  init(_ lab: Lab, service reference: ServiceReference, check: HealthCheck, form: SiteForm, log: Logger) async throws {
    let manager = try await lab.manager()
    let unit = try lab.install(reference)
    try await lab.setUp(check.setup)
    try await manager.reload()

    var service = try await LoadedService(unit, of: manager) { try? lab.read($0) }
    // What Cinch itself has installed is no part of the service.
    let ownDropIn = DropInPlace.system(unit: service.unit).file
    if service.properties["DropInPaths"]?.texts?.contains(ownDropIn) == true {
      _ = try await lab.run(["rm", "-f", ownDropIn])
      try await manager.reload()
      service = try await LoadedService(unit, of: manager) { try? lab.read($0) }
    }
    self.service = service
    let name = service.unit
    let clone = try await manager.clone(of: name)
    // What only a file can be is tried as one.
    let launched = form == .clone && service.isActivatedByAlias ? SiteForm.installed : form
    if launched != .installed {
      try lab.hideUnit(name)
      try await manager.reload()
    }
    let filter = try await lab.run(["systemd-analyze", "syscall-filter", "--no-pager"])
    platform = try await manager.platform(root: lab.root, systemCallFilter: filter.output)

    let environment = try LabEnvironment(lab, manager: manager)
    try await check.requirePrograms(CommandRunner(on: environment, prefix: "cinch-programs"))
    let subject = clone.subject(named: name).in(form)
    let launcher: any Launcher =
      switch launched {
      case .clone, .bare: TransientLauncher(subject, on: environment)
      case .line: SystemdRunLauncher(subject, on: environment, prefix: "cinch-launch")
      case .installed: DropInLauncher(subject, on: environment)
      }
    runner = TrialRunner(subject, check: check, on: environment, launcher: launcher, name: "cinch", log: log)
    witness = Witness(at: manager, program: Lab.actProgram, prefix: "cinch-witness")
    meter = ExposureMeter(on: environment, name: "cinch")
    reader = EnvironmentReader(commands: CommandRunner(on: environment, prefix: "cinch-environment"), manager: manager)
    self.environment = environment
    self.lab = lab
  }

  var usage: Lab.Usage? { lab.usage }

  func exposure(with dropIn: String) async throws -> Double? {
    try await meter.exposure(of: service, with: dropIn)
  }

  /// The unit is the one that was read at the beginning: a lab has its own copy, which nobody changes.
  func runEnvironment() async throws -> RunEnvironment { try await reader.environment(of: service, on: platform) }

  func close() async { await lab.stop() }
}

extension Lab {
  /// Makes the service that is referred to known to the lab's systemd, which has to read its files afterwards.
  ///
  /// - Returns: the unit's name.
  func install(_ reference: ServiceReference) throws -> String {
    switch reference {
    case .unit(let name): return name
    case .file(let path):
      let name = reference.unit ?? path
      try copyIn(path, to: "/etc/systemd/system/\(name)", mode: 0o644)
      return name
    case .command(let command):
      try write(ServiceReference.unitFile(for: command), to: "/etc/systemd/system/\(ServiceReference.commandUnit)")
      return ServiceReference.commandUnit
    }
  }

  /// Runs the commands that come once, before anything else.
  fileprivate func setUp(_ commands: [String]) async throws {
    for command in commands {
      let result = try await run(["bash", "-c", command], timeout: .seconds(300))
      guard result.isSuccess else {
        throw ServiceError.notSetUp(command, result.output + result.error)
      }
    }
  }
}
