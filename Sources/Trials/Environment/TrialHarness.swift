import Ledger
import Logging
import Sandboxing
import Systemd

/// A service in an environment where it can be tried: a lab with the service in it, or this host with the original stopped.
public struct TrialHarness: Sendable {
  /// Where trials run.
  public let environment: any TrialEnvironment
  /// The service as its manager loaded it.
  public let service: LoadedService
  /// The system.
  public let platform: Platform
  /// The form in which the service is tried.
  public private(set) var form: TrialForm
  /// What runs trials of the service here, one at a time.
  public private(set) var runner: TrialRunner
  /// Proves here what is enforced.
  public let witness: Witness
  private let clone: ServiceClone
  private let check: HealthCheck

  /// Opens an environment, and makes it ready for trials of a service.
  ///
  /// - Parameters:
  ///   - reference: the service.
  ///   - check: what "works" means for it.
  ///   - form: how trials start it; ``changed(to:)`` changes that.
  ///   - provider: who opens the environment.
  /// - Throws: ``ServiceError`` where the service cannot be tried, or what kept the environment from opening; it is closed
  ///   then.
  public init(
    opening reference: ServiceReference, check: HealthCheck, form: TrialForm, in provider: any EnvironmentProvider
  ) async throws {
    let environment = try await provider.open(for: reference)
    do {
      try await self.init(reference, check: check, form: form, on: environment)
    } catch {
      await environment.close()
      throw error
    }
  }

  /// Makes an environment that is open ready for trials of a service; whoever opened it closes it where that fails.
  ///
  /// - Throws: as ``init(opening:check:form:in:)``.
  public init(
    _ reference: ServiceReference, check: HealthCheck, form: TrialForm, on environment: any TrialEnvironment
  ) async throws {
    let unit = try environment.install(reference)
    for command in environment.isSetUp ? [] : check.setup {
      let result = try await environment.setUp(command)
      guard result.isSuccess else { throw ServiceError.notSetUp(command, result.output) }
    }
    service = try await environment.load(unit)
    try await check.requirePrograms(environment.commands("programs"))
    try await environment.suspend()
    platform = try await environment.platform()
    clone = try await environment.manager.clone(of: service.unit, knowing: service.watchdog)
    witness = Witness(
      at: environment.manager, of: environment.scope, program: environment.actProgram,
      prefix: "\(environment.unitPrefix)-witness")
    runner = try await Self.runner(of: service, clone, check, in: form, on: environment)
    self.environment = environment
    self.check = check
    self.form = form
  }

  /// The same service in the same environment in another form. From then on only trials in that form are right here: a lab
  /// has the unit's file or the free name, not both.
  ///
  /// - Parameter form: the form.
  /// - Returns: the harness, whose runner has yet to learn what the baseline showed.
  /// - Throws: ``ServiceError/noClone(_:reason:)``, and what the environment throws.
  public func changed(to form: TrialForm) async throws -> TrialHarness {
    var changed = self
    changed.runner = try await Self.runner(of: service, clone, check, in: form, on: environment)
    changed.form = form
    return changed
  }

  /// Why no clone can stand in for the unit, one sentence; nil where nothing is known against it.
  ///
  /// - Throws: ``BusError``.
  public func obstacleToCloning() async throws -> String? {
    if let obstacle = environment.obstacleToCloning { return obstacle }
    if let shortcoming = clone.shortcomings.first { return shortcoming }
    // The bus hides this old setting, and tells it only to who asks for it by name.
    let startOnly = try? await environment.manager.property(
      "PermissionsStartOnly", interface: "Service", of: service.unit)
    if startOnly?.truth == true { return "Its PermissionsStartOnly= is one that no clone can have." }
    return service.obstacleToCloning
  }

  private static func runner(
    of service: LoadedService, _ clone: ServiceClone, _ check: HealthCheck, in form: TrialForm,
    on environment: any TrialEnvironment
  ) async throws -> TrialRunner {
    let (subject, launcher) = try await environment.arrange(service, clone, in: form)
    return TrialRunner(
      subject, check: check, on: environment, launcher: launcher, name: environment.unitPrefix,
      log: Logger(label: "cinch"))
  }

  /// What `systemd-analyze security` gives the unit together with a drop-in, 0 (safe) to 10; nil where it gives nothing.
  public func exposure(with dropIn: String) async throws -> Double? {
    try await ExposureMeter(on: environment).exposure(of: service, with: dropIn)
  }

  /// What the service's verdicts depend on here, as it is now.
  ///
  /// - Throws: ``ServiceError`` where the service is not one that can be tried any more.
  public func runEnvironment() async throws -> RunEnvironment {
    try await RunEnvironmentReader(on: environment).environment(of: try await currentService, on: platform)
  }

  /// The service as others may have changed it meanwhile. A disposable environment has its own copy of the unit, which nobody
  /// changes, and which is out of the way while a clone has its name.
  private var currentService: LoadedService {
    get async throws {
      guard !environment.isDisposable else { return service }
      let trial = environment.trialDropIn.path(of: service.unit)
      return try await LoadedService(service.unit, of: environment.manager) {
        $0 == trial ? nil : environment.text(of: $0)
      }
    }
  }

  /// Ends everything that was started for it, and gives back what was taken.
  public func close() async { await environment.close() }
}

/// The form in which a service is tried.
public enum TrialForm: Sendable {
  /// As a transient clone of the unit.
  case clone
  /// As a transient clone of the unit, started by the line of systemd-run(1) that a person would type.
  case line
  /// As a transient clone of the unit without the restrictions that it has by itself.
  case bare
  /// As the unit itself, with the sandbox in a drop-in: the form in which it will be installed.
  case installed
}

extension Subject {
  /// The subject as it is started in a form.
  func `in`(_ form: TrialForm) -> Subject {
    guard form == .bare else { return self }
    var bare = self
    bare.properties.removeAll { Catalogue.restrictingProperties.contains($0.name) }
    return bare
  }
}

extension LoadedService {
  /// Its properties as they are in a form.
  public func properties(in form: TrialForm) -> [String: BusValue] {
    form == .bare ? properties.filter { !Catalogue.restrictingProperties.contains($0.key) } : properties
  }
}
