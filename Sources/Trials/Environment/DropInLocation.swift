/// Which file of a unit's drop-ins a sandbox is put into.
public struct DropInLocation: Hashable, Sendable {
  /// The directory that holds the directories of all units' drop-ins.
  public var root: String
  /// The file's name, after which systemd orders drop-ins.
  public var file: String

  /// A location.
  public init(root: String, file: String) {
    self.root = root
    self.file = file
  }

  /// The directory of a unit's drop-ins.
  public func directory(of unit: String) -> String { "\(root)/\(unit).d" }

  /// The file of a unit.
  public func path(of unit: String) -> String { "\(directory(of: unit))/\(file)" }

  /// Where `cinch apply` puts a sandbox for good.
  public static let installed = DropInLocation(root: "/etc/systemd/system", file: "60-cinch.conf")

  /// Beside what is installed, and gone with the boot: for trials at a manager whose services people use.
  public static let trial = DropInLocation(root: "/run/systemd/system", file: "60-cinch-trial.conf")
}
