import Sandboxing
import Systemd

/// A service as a transient unit: the same commands, user, directories, limits, dependencies and restrictions as the
/// original, and an end that is final.
///
/// Without any further restriction its properties equal the original's, but for ``TransferTable/leftOut``.
public struct ServiceClone: Hashable, Sendable {
  /// The original's name.
  public let unit: String
  /// What `StartTransientUnit` is given. Values that are the manager's defaults are not in it.
  public let properties: [UnitProperty]
  /// Other names of the original, by which nobody finds the clone.
  public let aliases: [String]
  /// The sockets that start the original, and hand it their file descriptors. The clone requires them: a socket can only
  /// be started once its service is loaded, so not before the clone.
  public let sockets: [String]
  /// Whether it is a job that ends rather than a service that stays.
  public let isJob: Bool
  /// Whether it can reload.
  public let canReload: Bool
  /// What the original says of restarts by the manager; nothing where it has none. The clone itself is never restarted.
  public let restartProperties: [UnitProperty]
  /// Why the clone can have no other name than the original's, one sentence; nil where it can. While the original is
  /// loaded, as on a host, such a service has no clone.
  public let nameIsBound: String?
  /// What the clone lacks although the service has it: one sentence each. Where there are any, only the real unit with a
  /// drop-in will do.
  public let shortcomings: [String]

  /// Clones a service.
  ///
  /// - Parameters:
  ///   - unit: Its name.
  ///   - loaded: All of its properties, as the manager has them: specifiers are expanded, drop-ins merged.
  ///   - defaults: All properties of a service that sets nothing, from the same manager.
  public init(of unit: String, loaded: [String: BusValue], defaults: [String: BusValue]) {
    self.unit = unit
    var properties: [UnitProperty] = []
    var unknown: [String] = []
    let sockets = (loaded["TriggeredBy"]?.texts ?? []).filter { $0.hasSuffix(".socket") }
    var loaded = loaded
    if !sockets.isEmpty { loaded["Requires"] = .strings((loaded["Requires"]?.texts ?? []) + sockets) }
    for (name, value) in loaded.sorted(by: { $0.key < $1.key }) {
      if Self.isRepeated(name, in: loaded) { continue }
      guard let transfer = TransferTable.transfer(of: name) else {
        if value != defaults[name] { unknown.append(name) }
        continue
      }
      if let fixed = transfer.fixedValue {
        properties.append(UnitProperty(name, fixed))
      } else if Self.together(name).contains(where: { loaded[$0] != defaults[$0] }),
        let value = transfer.value(of: value)
      {
        properties.append(UnitProperty(name, value))
      }
    }
    self.properties = properties
    aliases = (loaded["Names"]?.texts ?? []).filter { $0 != unit }.sorted()
    self.sockets = sockets
    isJob = loaded["Type"]?.text == "oneshot" && loaded["RemainAfterExit"]?.truth != true
    canReload = loaded["CanReload"]?.truth ?? false
    restartProperties = Self.restartProperties(of: loaded)
    nameIsBound = Self.nameIsBound(loaded, sockets: sockets)
    shortcomings = Self.shortcomings(of: loaded, unknown: unknown)
  }

  /// What a trial starts: the clone under a name, which in a lab is the service's own.
  public func subject(named name: String) -> Subject {
    Subject(
      unit: name, properties: properties, sockets: sockets, isJob: isJob, canReload: canReload,
      restartProperties: restartProperties)
  }

  private static func restartProperties(of loaded: [String: BusValue]) -> [UnitProperty] {
    let forced = loaded["RestartForceExitStatus"]?.elements?.contains { $0.elements?.isEmpty == false } ?? false
    guard forced || !["no", nil].contains(loaded["Restart"]?.text) else { return [] }
    return ["Restart", "RestartUSec", "RestartForceExitStatus", "RestartPreventExitStatus"].compactMap { name in
      loaded[name].map { UnitProperty(name, $0) }
    }
  }

  /// Whether another property says the same and more: a newer systemd has the fuller form of a setting beside the old one,
  /// and `Delegate=yes` stands for all controllers where the list can name a few.
  private static func isRepeated(_ name: String, in loaded: [String: BusValue]) -> Bool {
    if name == "Delegate" { return loaded["DelegateControllers"]?.texts?.isEmpty == false }
    return loaded[name + "Ex"] != nil
  }

  /// The properties that are sent when any of them differs from the default: a resource limit alone would set its other
  /// half to the same value.
  private static func together(_ name: String) -> [String] {
    guard name.hasPrefix("Limit") else { return [name] }
    let hard = name.hasSuffix("Soft") ? String(name.dropLast("Soft".count)) : name
    return [hard, hard + "Soft"]
  }

  private static func nameIsBound(_ loaded: [String: BusValue], sockets: [String]) -> String? {
    if let socket = sockets.first { return "\(socket) hands its file descriptors to the unit of its own name." }
    // systemd refuses to load a second unit of one bus name.
    guard loaded["Type"]?.text == "dbus" else { return nil }
    return "Its bus name \(loaded["BusName"]?.text ?? "") belongs to the unit of its own name."
  }

  private static func shortcomings(of loaded: [String: BusValue], unknown: [String]) -> [String] {
    var shortcomings = unknown.map { "Its \($0)= is newer than this Cinch, so that no clone can have it." }
    for stream in ["StandardInput", "StandardOutput", "StandardError"] {
      // The manager tells the kind of the stream, but not which file.
      if let kind = loaded[stream]?.text, ["file", "append", "truncate"].contains(kind) {
        shortcomings.append("Its \(stream)= is a file whose path the manager does not tell.")
      }
    }
    return shortcomings
  }
}

extension Transfer {
  /// The value that every clone has; nil where the service's own counts.
  var fixedValue: BusValue? {
    switch self {
    case .fixed(.neverRestarted): .string("no")
    case .fixed(.collected): .string("inactive-or-failed")
    case .fixed(.unlimitedStarts): .uint64(0)
    default: nil
    }
  }

  /// A value that was read, as `StartTransientUnit` takes it; nil where it is not transferred.
  func value(of read: BusValue) -> BusValue? {
    switch self {
    case .asRead: read
    case .commands: Self.leading(3, of: read, element: "(sasas)")
    case .conditions: Self.leading(4, of: read, element: "(sbbs)")
    case .context:
      read.elements.flatMap { members in
        members.count == 2 ? .string((members[0].truth == true ? "-" : "") + (members[1].text ?? "")) : nil
      }
    case .directory:
      read.text.map { .string($0.hasPrefix("!") ? "-" + $0.dropFirst() : $0) }
    case .widened: read.unsigned.map { .uint32(UInt32(truncatingIfNeeded: $0)) }
    case .flagged:
      .array(element: "(bs)", (read.texts ?? []).map { .structure([.bool(false), .string($0)]) })
    case .fixed, .leftOut: nil
    }
  }

  /// An array's structures without what follows their first members.
  private static func leading(_ count: Int, of array: BusValue, element: String) -> BusValue {
    .array(
      element: element,
      (array.elements ?? []).map { .structure(Array(($0.elements ?? []).prefix(count))) })
  }
}
