import Glibc
import Ledger
import Linux
import Sandboxing
import Systemd

/// Whose manager an environment has: the system's, or one user's.
public enum ManagerScope: Hashable, Sendable {
  /// The system's.
  case system
  /// A user's (systemd.unit(5), "User Unit Search Path").
  case user(Account)

  /// A user, and where systemd keeps what is theirs.
  public struct Account: Hashable, Sendable {
    /// The user's name.
    public let name: String
    /// The user's number.
    public let number: uid_t
    /// Where the user's own unit files are: `~/.config/systemd/user`.
    public let units: String
    /// What lasts as long as the user's manager: `/run/user/NUMBER`.
    public let runtime: String

    /// A user by these.
    public init(name: String, number: uid_t, units: String, runtime: String) {
      self.name = name
      self.number = number
      self.units = units
      self.runtime = runtime
    }

    /// A user of the system that the manager is on.
    init(_ user: Accounts.User) {
      self.init(
        name: user.name, number: user.number, units: "\(user.home)/.config/systemd/user",
        runtime: "/run/user/\(user.number)")
    }
  }

  /// The user; nil for the system's manager.
  public var account: Account? {
    switch self {
    case .system: nil
    case .user(let account): account
    }
  }

  /// Where `cinch apply` puts a sandbox for good.
  var installed: DropInLocation {
    account.map { DropInLocation(root: $0.units, file: DropInLocation.installed.file) } ?? .installed
  }

  /// Beside what is installed, and gone with the boot: for trials at a manager whose services people use.
  var trial: DropInLocation {
    account.map { DropInLocation(root: "\($0.runtime)/systemd/user", file: DropInLocation.trial.file) } ?? .trial
  }

  /// Where the manager has the files of transient units.
  var transientUnits: String { (account?.runtime ?? "/run") + "/systemd/transient" }

  /// systemctl(1) for this manager, as a word or two of a script.
  var systemctl: String { account == nil ? "systemctl" : "systemctl --user" }
}

extension LoadedService {
  /// The service as one that runs as the user whose manager has it: such a unit names none.
  func run(by scope: ManagerScope) -> LoadedService {
    LoadedService(unit: unit, properties: properties.run(by: scope), text: text)
  }
}

extension [String: BusValue] {
  /// Properties of a service as one that runs as the user whose manager has it.
  public func run(by scope: ManagerScope) -> [String: BusValue] {
    guard let account = scope.account else { return self }
    return merging(["User": .string(account.name)]) { $1 }
  }
}

extension StandardDirectories {
  /// The user whose process this is, with systemd's directories beside these, which are that user's.
  public var owner: ManagerScope {
    func parent(of path: String) -> String { String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }
    let number = geteuid()
    let name = getpwuid(number).map { String(cString: $0.pointee.pw_name) } ?? "\(number)"
    return .user(
      ManagerScope.Account(
        name: name, number: number, units: "\(parent(of: configuration))/systemd/user",
        runtime: parent(of: runtime)))
  }
}
