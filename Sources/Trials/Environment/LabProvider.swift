import Glibc
import Lab
import Ledger
import Linux
import Logging
import Systemd

/// Labs: each service that is opened gets one of its own.
public struct LabProvider: EnvironmentProvider {
  private let configuration: Lab.Configuration
  private let actProgram: String?
  private let user: String?

  /// Labs of one kind.
  ///
  /// - Parameters:
  ///   - configuration: of what kind.
  ///   - actProgram: the path of `cinch-act` on this machine, which every lab gets a copy of; nil
  ///     where no trial is run.
  ///   - user: whose manager has the services; nil for the system's.
  public init(_ configuration: Lab.Configuration, actProgram: String?, user: String? = nil) {
    self.configuration = configuration
    self.actProgram = actProgram
    self.user = user
  }

  /// A lab for each.
  public var opening: String { "opening a lab" }

  /// Its root, and what it may do to the machine.
  public var identity: String {
    let allowed = configuration.allow.map { $0.rawValue }.sorted()
    return (["lab", configuration.root] + allowed + (user.map { ["user", $0] } ?? [])).joined(separator: " ")
  }

  /// Labs whose systemd is told to.
  public var loggingDenials: any EnvironmentProvider {
    var configuration = configuration
    configuration.logsDenials = true
    return LabProvider(configuration, actProgram: actProgram, user: user)
  }

  /// As many as there is room for.
  public var isParallel: Bool { true }

  /// Starts a lab.
  public func open(for service: ServiceReference?) async throws -> any TrialEnvironment {
    let begun = ContinuousClock.now
    let lab = try await Lab.start(configuration)
    Logger(label: "cinch").debug(
      "lab of \(configuration.root) is up \((ContinuousClock.now - begun).inMilliseconds) after it was asked for")
    for what in lab.unguarded { Logger(label: "cinch").warning("services in the lab can change \(what)") }
    do {
      if let actProgram { try lab.copyIn(actProgram, to: Lab.actProgram) }
      let manager = try await lab.manager()
      guard let user else { return try LabEnvironment(lab, manager: manager) }
      let account = try await lab.startManager(of: user, by: manager)
      return try LabEnvironment(
        lab, manager: try await lab.manager(of: account), scope: .user(account))
    } catch {
      await lab.stop()
      throw error
    }
  }

  /// Of labs of the same root only: labs get on with each other.
  public func lock(_ service: ServiceReference, in directory: String, purpose: String) throws -> RunLock? {
    let root = configuration.root == "/" ? "" : "lab\(configuration.root.replacing("/", with: "-"))-"
    let owner = user.map { "user-\($0)-" } ?? ""
    return try RunLock(unit: root + owner + service.lockName, in: directory, purpose: purpose)
  }
}

extension Lab {
  /// Connects to the lab's systemd: over the lab's bus or, where no D-Bus daemon is installed in it, over the manager's
  /// own socket, which knows no references to units (``Manager/ref(_:)``).
  ///
  /// - Throws: ``BusError``.
  public func manager() async throws -> Manager {
    do {
      return try await Manager(.bus(path: root + "/run/dbus/system_bus_socket"))
    } catch let error as BusError where error.errno == ENOENT {
      return try await Manager(.peer(path: root + "/run/systemd/private", leader: leader))
    }
  }
}

extension Lab {
  /// Starts the manager of a user in the lab, who lingers there, as without a login (loginctl(1), `enable-linger`).
  ///
  /// - Parameters:
  ///   - name: the user's name, in the lab.
  ///   - manager: the lab's systemd.
  /// - Returns: the user.
  /// - Throws: ``ServiceError`` where there is no such user or no manager starts, ``LabError``, ``BusError``.
  func startManager(of name: String, by manager: Manager) async throws -> ManagerScope.Account {
    guard let user = Accounts(users: try read("/etc/passwd")).user(named: name) else {
      throw ServiceError.noUser(name)
    }
    let account = ManagerScope.Account(user)
    try write("", to: "/var/lib/systemd/linger/\(name)")
    let result = try await manager.start("user@\(account.number).service", limit: .seconds(30))
    guard result == .done else { throw ServiceError.noUserManager(name, "\(result)") }
    let made = try await run(["install", "-d", "-m", "700", "-o", name, "\(account.runtime)/cinch"])
    guard made.isSuccess else { throw ServiceError.noUserManager(name, made.error) }
    return account
  }

  /// Connects to a user's manager over its own socket: the user's bus admits nobody else.
  ///
  /// - Throws: ``BusError``.
  func manager(of account: ManagerScope.Account) async throws -> Manager {
    try await Manager(.peer(path: root + account.runtime + "/systemd/private", leader: leader))
  }
}
