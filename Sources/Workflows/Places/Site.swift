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
}

/// A place that is ready for trials of one service: a lab with the service in it, or this host with the original
/// stopped.
public protocol Site: Sendable {
  /// Where trials run.
  var ground: any TrialGround { get }
  /// The service as the manager loaded it.
  var service: LoadedService { get }
  /// The system.
  var platform: Platform { get }
  /// What runs trials of the service here, one at a time.
  var runner: TrialRunner { get }
  /// Proves here what is enforced.
  var witness: Witness { get }

  /// What `systemd-analyze security` gives the unit together with a drop-in, 0 (safe) to 10; nil where it gives nothing.
  func exposure(with dropIn: String) async throws -> Double?

  /// What the service's verdicts depend on here.
  func environment() async throws -> RunEnvironment

  /// Ends everything that this place started, and gives back what was taken.
  func close() async
}

/// The form in which a service is tried.
public enum SiteForm: Sendable {
  /// As a transient clone of the unit.
  case clone
  /// As the unit itself, with the sandbox in a drop-in: the form in which it will be installed.
  case installed
}
