import Sandboxing

/// What is tried: a service as trials start it.
public struct Subject: Hashable, Sendable {
  /// The unit's name in a trial: in a lab its own, on a host a fresh one.
  public var unit: String
  /// What makes the transient unit equal to the original.
  public var properties: [UnitProperty]
  /// Sockets that are started with the service and hand it their file descriptors.
  public var sockets: [String]
  /// Whether the service is a job that ends (`Type=oneshot` without `RemainAfterExit=`) rather than one that stays.
  public var isJob: Bool
  /// Whether the unit can reload.
  public var canReload: Bool
  /// What the original says of restarts by the manager; nothing where it has none. Trials come without.
  public var restartProperties: [UnitProperty]

  /// Describes a service.
  public init(
    unit: String, properties: [UnitProperty], sockets: [String] = [], isJob: Bool = false, canReload: Bool = false,
    restartProperties: [UnitProperty] = []
  ) {
    self.unit = unit
    self.properties = properties
    self.sockets = sockets
    self.isJob = isJob
    self.canReload = canReload
    self.restartProperties = restartProperties
  }

  /// The same service, restarted by the manager as the original is.
  func restarting() -> Subject {
    var subject = self
    subject.properties = properties(under: restartProperties)
    return subject
  }

  /// How long it has to stay up until its watchdog would have bitten: two of its periods, but ten minutes at most.
  public var watchdogStay: Duration { min((watchdog ?? .zero) * 2, .seconds(600)) }

  /// How long its watchdog waits; nil where it has none (systemd.service(5), `WatchdogSec=`).
  public var watchdog: Duration? {
    guard let time = value(of: "WatchdogUSec")?.unsigned, time > 0, time < UInt64(Int64.max) else { return nil }
    return .microseconds(Int64(time))
  }

  /// Whether the manager calls it started as soon as there is a process for it (systemd.service(5), `Type=`).
  var countsAsStartedEarly: Bool { ["simple", "idle"].contains(value(of: "Type")?.text ?? "simple") }

  /// Whether its processes start as root.
  var runsAsRoot: Bool {
    let user = value(of: "User")?.text ?? ""
    return ["", "root", "0"].contains(user) && value(of: "DynamicUser")?.truth != true
  }

  /// The file in which it tells the manager its main process; nil where it has none (systemd.service(5), `PIDFile=`).
  var pidFile: String? { value(of: "PIDFile")?.text.flatMap { $0.isEmpty ? nil : $0 } }

  /// The programs that its unit runs, those included that are over before anybody can look.
  var programs: [String] {
    let commands = properties.filter { $0.name.hasPrefix("Exec") }.flatMap { $0.value.elements ?? [] }
    return commands.compactMap { $0.elements?.first?.text }.filter { $0.hasPrefix("/") }
  }

  private func value(of name: String) -> BusValue? { properties.first { $0.name == name }?.value }

  /// The clone's properties with a sandbox's, full effective values as a rendering gives them, laid over them: of two
  /// with one name the sandbox's counts.
  public func properties(under restrictions: [UnitProperty]) -> [UnitProperty] {
    let replaced = Set(restrictions.map(\.name))
    return properties.filter { !replaced.contains($0.name) } + restrictions
  }
}
