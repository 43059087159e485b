import Ledger
import Trials

/// Where the drop-in of a unit stands, before and after it is believed.
///
/// The provisional place is volatile and comes first in systemd's search path (systemd.unit(5), "Unit File Load Path"): a
/// file there hides the one of the same name in the final place. So what is in the final place stays untouched until the
/// service has passed under the new sandbox, and a power cut takes back what nobody has confirmed.
public struct DropInPlace: Hashable, Sendable {
  /// The file's name, after which systemd orders drop-ins.
  public static let fileName = DropInLocation.installed.file

  /// The unit's name.
  public let unit: String
  /// The directory of the unit's lasting drop-ins: `/etc/systemd/system/UNIT.d`.
  public let directory: String
  /// Where settings that go with a reboot stand for all units: `/run/systemd/system.control`.
  public let provisionalRoot: String

  /// The directory of the unit's drop-ins there.
  public var provisionalDirectory: String { "\(provisionalRoot)/\(unit).d" }
  /// The lasting drop-in.
  public var file: String { "\(directory)/\(Self.fileName)" }
  /// The provisional one.
  public var provisionalFile: String { "\(provisionalDirectory)/\(Self.fileName)" }
  /// What the lasting one is called while it is being written.
  var temporary: String { "\(directory)/\(RootedDisk.temporaryName(for: Self.fileName))" }
  /// What the provisional one is called while it is being written.
  var provisionalTemporary: String { "\(provisionalDirectory)/\(RootedDisk.temporaryName(for: Self.fileName))" }

  /// The places of a unit of the system's manager.
  public static func system(unit: String) -> DropInPlace {
    DropInPlace(
      unit: unit, directory: DropInLocation.installed.directory(of: unit),
      provisionalRoot: "/run/systemd/system.control")
  }

  /// The places of a unit of a user's manager.
  ///
  /// - Parameters:
  ///   - unit: the unit's name.
  ///   - directories: the user's directories of Cinch, beside which systemd has its own.
  /// - Returns: places below `$XDG_CONFIG_HOME` and `$XDG_RUNTIME_DIR`.
  public static func user(unit: String, directories: StandardDirectories) -> DropInPlace {
    func sibling(of path: String) -> Substring { path[..<(path.lastIndex(of: "/") ?? path.startIndex)] }
    return DropInPlace(
      unit: unit, directory: "\(sibling(of: directories.configuration))/systemd/user/\(unit).d",
      provisionalRoot: "\(sibling(of: directories.runtime))/systemd/user.control")
  }
}
