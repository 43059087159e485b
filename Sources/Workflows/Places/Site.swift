import Sandboxing
import Systemd
import Trials

/// A place that is ready for trials of one service: a lab with the service in it, or this host with the original
/// stopped.
public protocol Site: Sendable {
  /// Where trials run.
  var ground: any TrialGround { get }
  /// The service as the manager loaded it.
  var service: LoadedService { get }
  /// The system.
  var platform: Platform { get }

  /// What runs trials of the service here.
  func runner() async throws -> TrialRunner

  /// Ends everything that this place started, and gives back what was taken.
  func close() async
}

/// A service as its manager has loaded it, before anything was changed.
public struct LoadedService: Sendable {
  /// The unit's name.
  public let unit: String
  /// All its properties, specifiers expanded.
  public let properties: [String: BusValue]
  /// Its unit file and drop-ins, one after the other.
  public let text: String

  /// A service by what was read of it.
  public init(unit: String, properties: [String: BusValue], text: String) {
    self.unit = unit
    self.properties = properties
    self.text = text
  }

  /// Whether it is a job that ends rather than a service that stays.
  public var isJob: Bool {
    properties["Type"]?.text == "oneshot" && properties["RemainAfterExit"]?.truth != true
  }

  /// The sockets that start it.
  public var sockets: [String] {
    (properties["TriggeredBy"]?.texts ?? []).filter { $0.hasSuffix(".socket") }
  }

  /// Why a unit that was asked for cannot be tried; nil where it can.
  public var obstacle: ServiceError? {
    guard unit.hasSuffix(".service") else { return .notAService(unit) }
    switch properties["LoadState"]?.text {
    case "loaded": return nil
    case "masked": return .masked(unit)
    case "not-found": return .unknown(unit)
    default:
      let message = properties["LoadError"]?.elements?.last?.text ?? ""
      return .notLoaded(unit, message)
    }
  }
}

/// Why a service cannot be tried.
public enum ServiceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No unit of that name.
  case unknown(String)
  /// The unit is masked.
  case masked(String)
  /// systemd could not load the unit, for this reason.
  case notLoaded(String, String)
  /// A unit of another type.
  case notAService(String)

  /// One sentence that says what to do.
  public var description: String {
    switch self {
    case .unknown(let unit):
      "there is no unit \(unit); see 'systemctl list-unit-files' for the names, or give a unit file's path"
    case .masked(let unit): "\(unit) is masked; unmask it first with 'systemctl unmask \(unit)'"
    case .notLoaded(let unit, let message): "systemd cannot load \(unit): \(message); see 'systemd-analyze verify \(unit)'"
    case .notAService(let unit): "\(unit) is not a service; give a unit whose name ends in .service"
    }
  }
}
