/// How likely a restriction is to break a service, where more is known than that few do. It changes how many trials a
/// search needs, never what it finds.
public enum Likelihood: Double, Hashable, Sendable {
  /// It passed before, or touches nothing that was used: an upgrade that breaks anything breaks little.
  case unlikely = 0.002
  /// Hardly anybody uses it.
  case rare = 0.01
  /// Used, and not missed.
  case seldom = 0.1
  /// Others use it.
  case possible = 0.35
  /// Used, but who knows what for.
  case evens = 0.6
  /// Seen in use: it breaks unless the service can do without.
  case likely = 0.9
}

/// What a healthy run, and the unit itself, tell about a service before anything is tried.
public struct BaselineFacts: Sendable {
  /// What it was seen to use.
  public let runtime: RuntimeObservation
  /// The unit's own properties.
  let unit: [String: BusValue]
  /// Whether the service's processes start as root, with nothing tried that would spare them that.
  let mustStartAsRoot: Bool
  /// Whether it dies of the first denied call, whether or not it would mind an error.
  let diesOfDeniedCall: Bool

  /// The facts about a service that was seen like this, where these candidates are to be tried.
  public init(_ runtime: RuntimeObservation, on context: ServiceContext, trying candidates: [Candidate]) {
    self.runtime = runtime
    unit = context.base
    diesOfDeniedCall = context.killsOnDeniedCall
    mustStartAsRoot = context.runsAsRoot && !candidates.contains { $0.restriction.directive == User.name }
  }

  /// Whether it starts as root and becomes somebody else.
  var mustDropRoot: Bool { mustStartAsRoot && runtime.dropsRoot }

  /// Whether it listens on anything or was connected to anybody.
  var isNetworked: Bool { !runtime.observation.boundPorts.isEmpty || !runtime.connections.isEmpty }

  /// Whether it reports to the manager by itself, over a socket (sd_notify(3), or the bus).
  var tellsManager: Bool { ["notify", "notify-reload", "dbus"].contains(unit["Type"]?.text ?? "") }

  /// Whether it has a name on the system bus by its unit (systemd.service(5), `BusName=`).
  var isOnBus: Bool { unit["Type"]?.text == "dbus" || unit["BusName"]?.text?.isEmpty == false }

  var servesTheWeb: Bool {
    !Set(["tcp:80", "tcp:443", "tcp:8080"]).isDisjoint(with: runtime.observation.boundPorts)
  }

  /// Those that it listens on below 1024, which takes CAP_NET_BIND_SERVICE (ip(7)).
  var privilegedPorts: [String] {
    runtime.observation.boundPorts.filter { port in
      port.split(separator: ":").last.flatMap { Int($0) }.map { $0 < 1024 } ?? false
    }
  }
}

/// What of a baseline makes the restrictions of a directive likely to break the service.
public struct BreakRule: Sendable {
  /// How likely a candidate of the directive is to break; nil where nothing is known but that few do.
  let likelihood: @Sendable (Candidate, BaselineFacts) -> Likelihood?

  /// Nothing that is seen tells.
  static let unknown = BreakRule { _, _ in nil }

  /// Likely under a condition; where it does not hold, nothing is known.
  static func likely(where isLikely: @escaping @Sendable (Candidate, BaselineFacts) -> Bool) -> BreakRule {
    BreakRule { isLikely($0, $1) ? .likely : nil }
  }

  /// Likely for whoever uses the network.
  static let network = likely { $1.isNetworked }

  /// As likely as not, whatever was seen: the restriction takes back what was seen in use.
  static let evens = BreakRule { _, _ in .evens }
}

extension Catalogue {
  /// How likely a candidate is to break a service of which this is known; nil where nothing says more than that few do.
  public static func likelihood(of candidate: Candidate, knowing facts: BaselineFacts) -> Likelihood? {
    directive(candidate.restriction.directive)?.breaks.likelihood(candidate, facts)
  }
}
