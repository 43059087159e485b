import Lab
import Ledger
import Sandboxing
import Systemd
import Trials

/// Where services can be tried: labs, or a host.
public protocol Places: Sendable {
  /// Makes a place ready for trials of one service.
  ///
  /// - Throws: ``ServiceError`` where the service is not one that can be tried, or what kept the place from opening.
  func open(_ service: ServiceReference, check: HealthCheck, form: SiteForm) async throws -> any Site

  /// What the verdicts of services depend on as they are now, before anything is set up for them; nothing of those that
  /// are not there yet.
  ///
  /// - Throws: what keeps the place from being looked at.
  func environments(of services: [ServiceReference]) async throws -> [ServiceReference: RunEnvironment]

  /// What opening one is, as a phrase: `opening a lab`.
  var opening: String { get }
}

/// A place that is ready for trials of one service: a lab with the service in it, or this host with the original
/// stopped.
public protocol Site: Sendable {
  /// Where trials run.
  var environment: any TrialEnvironment { get }
  /// The service as the manager loaded it.
  var service: LoadedService { get }
  /// The system.
  var platform: Platform { get }
  /// What runs trials of the service here, one at a time.
  var runner: TrialRunner { get }
  /// Proves here what is enforced.
  var witness: Witness { get }
  /// Whether trials start from a state that is put back, and the whole can be thrown away for another one like it.
  var isDisposable: Bool { get }

  /// What the place has taken of the machine so far; nil where nobody counts.
  var usage: Lab.Usage? { get }

  /// What `systemd-analyze security` gives the unit together with a drop-in, 0 (safe) to 10; nil where it gives nothing.
  func exposure(with dropIn: String) async throws -> Double?

  /// What the service's verdicts depend on here, as it is now.
  ///
  /// - Throws: ``ServiceError`` where the service is not one that can be tried any more.
  func runEnvironment() async throws -> RunEnvironment

  /// Ends everything that this place started, and gives back what was taken.
  func close() async
}

/// The form in which a service is tried.
public enum SiteForm: Sendable {
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
  func `in`(_ form: SiteForm) -> Subject {
    guard form == .bare else { return self }
    var bare = self
    bare.properties.removeAll { Catalogue.restrictingProperties.contains($0.name) }
    return bare
  }
}

extension LoadedService {
  /// Its properties as they are in a form.
  func properties(in form: SiteForm) -> [String: BusValue] {
    form == .bare ? properties.filter { !Catalogue.restrictingProperties.contains($0.key) } : properties
  }
}

extension Site {
  /// Makes sure that a service is what its trials were run on.
  ///
  /// - Throws: ``FindError/changed``.
  func requireUnchanged(since before: RunEnvironment) async throws {
    let now: RunEnvironment
    do {
      now = try await runEnvironment()
    } catch let error as ServiceError where error.isOfUnit {
      throw FindError.changed
    }
    guard now == before else { throw FindError.changed }
  }
}
