import Sandboxing
import Systemd

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

  /// Asks a manager for a unit by any of its names.
  ///
  /// - Parameters:
  ///   - name: the unit.
  ///   - manager: whom to ask.
  ///   - read: the text of a file by the path that the manager sees; nil for what is to be left out.
  /// - Throws: ``ServiceError`` where it cannot be tried, ``BusError``.
  public init(_ name: String, of manager: Manager, read: (String) -> String?) async throws {
    let properties = try await manager.properties(of: name)
    // Its file and its drop-ins, in the order in which systemd merges them.
    let paths = [properties["FragmentPath"]?.text ?? ""] + (properties["DropInPaths"]?.texts ?? [])
    let texts = paths.filter { !$0.isEmpty }.compactMap(read)
    // An alias leads to the unit of the real name.
    self.init(
      unit: properties["Id"]?.text ?? name, properties: properties, text: texts.joined(separator: "\n"))
    if let obstacle { throw obstacle }
    if properties["NeedDaemonReload"]?.truth == true { throw ServiceError.outdated(unit) }
  }

  /// Whether a socket, a timer or a path may start it by another name than its own: systemd follows aliases only to units that
  /// have a file, which a clone has not.
  var isActivatedByAlias: Bool {
    (properties["Names"]?.texts ?? []).count > 1 && properties["TriggeredBy"]?.texts?.isEmpty == false
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
