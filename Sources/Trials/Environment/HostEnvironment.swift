import Glibc
import Lab
import Ledger
import Linux
import Systemd

/// A manager whose services people use, on this machine or in a lab: what happens on it stays.
public final class HostEnvironment: TrialEnvironment {
  /// The manager.
  public let manager: Manager
  /// Whose it is.
  public let scope: ManagerScope
  /// Where this user may write.
  public let scratch: String
  /// As the kernel tells whoever is in its first network namespace; of units of that name under any manager.
  public let filteredCalls = FilteredCalls(below: 1)
  /// This process's own.
  public let unitPrefix: String
  /// This machine's own.
  public let actProgram: String
  /// People use what is on it.
  public let isDisposable = false
  /// Beside what is installed.
  public var trialDropIn: DropInLocation { scope.trial }
  /// Whether an environment of the same suspension has been set up before.
  public let isSetUp: Bool
  private let root: String
  private let suspension: Suspension?
  private let log: RunJournal
  private let controlGroups: ControlGroupTree

  /// The environment of a manager that runs.
  ///
  /// - Parameters:
  ///   - manager: the manager.
  ///   - scope: whose it is.
  ///   - root: where its root directory is seen from here: `/`, or `/proc/LEADER/root` for a lab.
  ///   - scratch: where this user may write.
  ///   - unitPrefix: how the names begin of units that are started here.
  /// - Throws: ``BusError`` when its journal cannot be read.
  public convenience init(
    _ manager: Manager, of scope: ManagerScope = .system, root: String = "/", scratch: String = "/run/cinch",
    unitPrefix: String = "cinch-\(getpid())"
  ) throws {
    try self.init(
      manager, of: scope, root: root, scratch: scratch, unitPrefix: unitPrefix, actProgram: "", suspension: nil)
  }

  fileprivate init(
    _ manager: Manager, of scope: ManagerScope, root: String, scratch: String, unitPrefix: String, actProgram: String,
    suspension: Suspension?, isSetUp: Bool = false
  ) throws {
    self.manager = manager
    self.scope = scope
    self.scratch = scratch
    self.unitPrefix = unitPrefix
    self.actProgram = actProgram
    self.suspension = suspension
    self.isSetUp = isSetUp
    self.root = root == "/" ? "" : root
    log = try RunJournal(root: root)
    controlGroups = ControlGroupTree(ofMountsBelow: self.root + "/sys")
  }

  /// Below the root. Of a user's own directories those above may have to be made, too.
  public func directory(_ path: String) throws -> EnvironmentDirectory {
    let parents = path.split(separator: "/").dropLast()
    var above = root
    for parent in parents {
      above += "/\(parent)"
      if access(above, F_OK) != 0 { try makeDirectory(above) }
    }
    try makeDirectory(root + path)
    return EnvironmentDirectory(root + path)
  }

  /// Below the root.
  public func view(of path: String) -> String { root + path }

  /// Below the root.
  public func text(of path: String) -> String? { try? readFile(view(of: path)) }

  /// Whoever opens them: of others' nothing is kept.
  public func watchProcessFiles() -> OpenWatch? { OpenWatch(at: root + "/proc") }

  /// The first process of the root's process namespace, where that is this one.
  public var managerProcess: Int32? { root.isEmpty && scratch == "/run/cinch" ? 1 : nil }

  /// Nothing: units come and go on a host, whoever tries what.
  public func beginTrial() async throws {}

  /// Nothing, for the same reason.
  public func endLeftovers(of unit: String) async throws {}

  /// Nothing: what a service that people use has written is its own.
  public func putBack() async throws {}

  /// Nobody can tell: what was there before was not written down, and others write as well.
  public func writtenPaths() async throws -> [String]? { nil }

  /// From the manager's own control groups.
  public func processes(in controlGroup: String) -> Set<Int32> { controlGroups.processes(in: controlGroup) }

  /// From the journal of the root.
  public func journal(of unit: String, invocation: String) async -> [JournalEntry] {
    (try? await log.entries(of: unit, invocation: invocation)) ?? []
  }

  /// Only what its manager has: nothing is written on a host.
  public func install(_ service: ServiceReference) throws -> String {
    guard case .unit(let name) = service else { throw ServiceError.onlyInLabs }
    return name
  }

  /// As it was before it was suspended, whatever trials have made of it.
  public func load(_ unit: String) async throws -> LoadedService {
    if let suspension { return suspension.service }
    return try await LoadedService(unit, of: manager, read: text(of:)).run(by: scope)
  }

  /// Stops the original, which is started again when the last environment of the service is closed.
  public func suspend() async throws { try await suspension?.begin() }

  /// A clone has a name of its own, for the original's is taken.
  public func arrange(
    _ service: LoadedService, _ clone: ServiceClone, in form: TrialForm
  ) async throws -> (subject: Subject, launcher: any Launcher) {
    let subject: Subject
    if form == .installed {
      subject = clone.subject(named: service.unit)
    } else {
      if let reason = clone.nameIsBound { throw ServiceError.noClone(service.unit, reason: reason) }
      let part = UnitName.part(service.unit)
      subject = clone.subject(named: "\(unitPrefix)-\(part.hasSuffix(".service") ? part : part + ".service")").in(form)
    }
    return (subject, launcher(of: subject, in: form))
  }

  /// Gives the service back to its users.
  public func close() async { await suspension?.release() }
}

/// This host's own manager, or a user's on it: the original is stopped while trials run, and started again whatever happens.
public actor HostProvider: EnvironmentProvider {
  private let scope: ManagerScope
  private let lockDirectory: String
  private let actProgram: String?
  private let run = "cinch-\(getpid())"
  private var suspension: Suspension?
  private var opened = 0

  /// The host, with locks and what is needed only for a moment in a directory, and `cinch-act` at a path; nil where no
  /// trial is run. A user's manager is that of the user whose process this is.
  public init(scope: ManagerScope = .system, lockDirectory: String, actProgram: String?) {
    self.scope = scope
    self.lockDirectory = lockDirectory
    self.actProgram = actProgram
  }

  /// One at a time, with the service away: it is stopped only after it was looked at.
  public nonisolated var opening: String { "asking this machine's systemd, before the service is stopped" }

  /// There is only one.
  public nonisolated var identity: String { scope.account.map { "host user \($0.name)" } ?? "host" }

  /// The service has one name and one state.
  public nonisolated var isParallel: Bool { false }

  /// Whoever suspends a service takes its lock.
  public nonisolated func lock(_ service: ServiceReference, in directory: String, purpose: String) -> RunLock? { nil }

  /// Takes a service's lock, and sets the guard that starts it again.
  ///
  /// - Throws: ``RunLockError`` where another run has the unit, ``ServiceError``, ``BusError``.
  public func open(for service: ServiceReference?) async throws -> any TrialEnvironment {
    switch service {
    case .file, .command: throw ServiceError.onlyInLabs
    case .unit, nil: break
    }
    guard geteuid() == 0 || scope.account != nil else { throw ServiceError.notRoot }
    let manager: Manager
    do {
      manager = try await Manager(scope.account == nil ? .system : .user)
    } catch let error as BusError {
      throw ServiceError.noManager("\(error)")
    }
    opened += 1
    let prefix = "\(run)-\(opened)"
    let environment = { [scope, lockDirectory, actProgram] (suspension: Suspension?, isSetUp: Bool) in
      try HostEnvironment(
        manager, of: scope, root: "/", scratch: lockDirectory, unitPrefix: prefix, actProgram: actProgram ?? "",
        suspension: suspension, isSetUp: isSetUp)
    }
    guard let unit = service?.unit else { return try environment(nil, false) }
    if let suspension, await suspension.retain() { return try environment(suspension, true) }
    let looking = try environment(nil, false)
    let loaded = try await looking.load(unit)
    // The lock has no other owner than the suspension, which gives it back.
    let suspension = Suspension(
      loaded, run: run, lock: try RunLock(unit: loaded.unit, in: lockDirectory, purpose: "find"),
      manager: manager, scope: scope)
    do {
      try await suspension.setGuard()
      let opened = try environment(suspension, false)
      self.suspension = suspension
      return opened
    } catch {
      await suspension.release()
      throw error
    }
  }
}
