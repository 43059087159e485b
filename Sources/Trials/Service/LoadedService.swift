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

  /// Its watchdog, where it has one.
  var watchdog: [String: BusValue] { properties.filter { $0.key == Self.watchdogProperty } }

  private static let watchdogProperty = "WatchdogUSec"

  /// The watchdog that a unit's text sets: the manager tells of it only once the unit has run (systemd.service(5),
  /// `WatchdogSec=`).
  private static func watchdog(in text: String) -> [String: BusValue] {
    let values = text.matches(of: /(?m)^[ \t]*WatchdogSec[ \t]*=[ \t]*(.*?)[ \t]*$/).map { String($0.1) }
    guard let last = values.last, let time = Duration(timeSpan: last), time > .zero else { return [:] }
    return [watchdogProperty: .uint64(UInt64(time / .microseconds(1)))]
  }

  /// Asks a manager for a unit by any of its names.
  ///
  /// - Parameters:
  ///   - name: the unit.
  ///   - manager: whom to ask.
  ///   - read: the text of a file by the path that the manager sees; nil for what is to be left out.
  /// - Throws: ``ServiceError`` where it cannot be tried, ``BusError``.
  public init(_ name: String, of manager: Manager, read: (String) -> String?) async throws {
    if (try? UnitName(name))?.isTemplate == true { throw ServiceError.template(name) }
    let properties = try await manager.properties(of: name)
    // Its file and its drop-ins, in the order in which systemd merges them.
    let paths = [properties["FragmentPath"]?.text ?? ""] + (properties["DropInPaths"]?.texts ?? [])
    let texts = paths.filter { !$0.isEmpty }.compactMap(read)
    let text = texts.joined(separator: "\n")
    // An alias leads to the unit of the real name.
    self.init(
      unit: properties["Id"]?.text ?? name, properties: properties.merging(Self.watchdog(in: text)) { $1 }, text: text)
    try await requireUsable(by: manager)
    if properties["NeedDaemonReload"]?.truth == true { throw ServiceError.outdated(unit) }
    if let template = unit.split(separator: "@").first, unit.contains("@") {
      let socket = "\(template).socket"
      // systemd ties such an instance to its socket only once there is a connection.
      if try await manager.properties(of: socket)["Accept"]?.truth == true {
        throw ServiceError.oneConnection(unit, socket: socket)
      }
    }
  }

  /// Whether a socket, a timer or a path may start it by another name than its own: systemd follows aliases only to units that
  /// have a file, which a clone has not.
  var isActivatedByAlias: Bool {
    (properties["Names"]?.texts ?? []).count > 1 && properties["TriggeredBy"]?.texts?.isEmpty == false
  }

  /// Why a transient unit of its name would not be the same, one sentence; nil where nothing in its files says so.
  public var obstacleToCloning: String? {
    let fragment = properties["FragmentPath"]?.text ?? ""
    // A lab does without the generator that makes units of scripts.
    if fragment.contains("/generator"), properties["SourcePath"]?.text?.hasPrefix("/etc/init.d/") != true {
      return "A generator makes its unit file again with each reload."
    }
    if let shared = sharedDropIn {
      return "\(shared) is for more units than this one, and would be for its clone, too."
    }
    if let sibling { return "It is started together with \(sibling), an instance of the same template." }
    let bound = ["BoundBy", "ConsistsOf", "RequiredBy", "UpheldBy"].contains {
      properties[$0]?.texts?.isEmpty == false
    }
    if bound, (properties["Names"]?.texts ?? []).count > 1 { return "Other units may know it by another name." }
    return nil
  }

  /// The drop-ins that come after the one of `cinch apply`, in order.
  public var laterDropIns: [String] {
    (properties["DropInPaths"]?.texts ?? []).filter { path in
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return name > DropInLocation.installed.file
    }
  }

  /// A drop-in of a directory that is not the unit's own, nor its template's: of a prefix or of all services.
  private var sharedDropIn: String? {
    let template = unit.firstIndex(of: "@").map { String(unit[...$0]) + ".service" }
    let own = [unit] + [template].compactMap { $0 } + (properties["Names"]?.texts ?? [])
    return properties["DropInPaths"]?.texts?.first { path in
      let directory = path.split(separator: "/").dropLast().last ?? ""
      return !own.contains { directory == "\($0).d" }
    }
  }

  /// Another instance of its own template that it has to do with.
  private var sibling: String? {
    guard let at = unit.firstIndex(of: "@") else { return nil }
    let template = unit[...at]
    return ["Requires", "Wants", "BindsTo", "Requisite", "After", "Before", "PartOf", "Conflicts"].lazy.flatMap {
      properties[$0]?.texts ?? []
    }.first { $0.hasPrefix(template) && $0.hasSuffix(".service") && $0 != unit }
  }

  /// Checks that the unit can be tried.
  ///
  /// - Parameter manager: who has loaded it, and knows what other units there are.
  /// - Throws: ``ServiceError`` where it cannot.
  public func requireUsable(by manager: Manager) async throws {
    guard let obstacle else { return }
    guard case .unknown = obstacle, let name = try? UnitName(unit) else { throw obstacle }
    // What nobody can list is no reason to say less of the unit.
    let others = (try? await manager.unitNames(ofType: name.type)) ?? []
    throw ServiceError.unknown(unit, similar: name.similar(among: others))
  }

  /// Why a unit that was asked for cannot be tried; nil where it can.
  var obstacle: ServiceError? {
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
