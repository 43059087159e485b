import Glibc
import Lab
import Ledger
import Linux
import Logging
import Sandboxing
import Synchronization
import Systemd

/// A lab as the environment of trials: whatever a trial writes is in the lab's own layers, and is put back from there.
public final class LabEnvironment: TrialEnvironment {
  /// What trials start from.
  private struct State {
    /// Whose unit file is hidden, so that a clone can have its name; nil where none is.
    var hidden: String?
    /// What trials start from as things are.
    var current: Snapshot
    /// The same with the unit file in its place.
    var visible: Snapshot
  }

  /// The lab.
  public let lab: Lab
  /// The lab's systemd, or that of a user in it.
  public let manager: Manager
  /// Whose it is.
  public let scope: ManagerScope
  /// Cinch's own in every lab.
  public let scratch: String
  /// As the kernel tells whoever is in its first network namespace.
  public let filteredCalls: FilteredCalls
  /// Nobody else starts units in it.
  public let unitPrefix = "cinch"
  /// A copy of this machine's.
  public let actProgram = Lab.actProgram
  /// It is thrown away.
  public let isDisposable = true
  /// With the name that decides about its precedence, and where putting files back does not take it away.
  public let trialDropIn: DropInLocation
  private let state: Mutex<State>
  private let log: RunJournal
  private let controlGroups: ControlGroupTree
  /// What ran before the first trial; nil until then.
  private let standing = Mutex<StandingProcesses?>(nil)
  /// What the lab was like then.
  private let surroundings = Mutex<Surroundings?>(nil)
  /// What units besides the service held in the trial that ended last.
  private let foreign = Mutex<[String]>([])

  /// A lab in the state that every trial is to start from.
  ///
  /// - Parameters:
  ///   - lab: the lab.
  ///   - manager: its systemd, or that of a user in it.
  ///   - scope: whose that is.
  /// - Throws: ``LabError`` when the lab is gone, ``BusError`` when its journal cannot be read.
  public init(
    _ lab: Lab, manager: Manager, scope: ManagerScope = .system
  ) throws {
    self.lab = lab
    self.manager = manager
    self.scope = scope
    scratch = scope.account.map { "\($0.runtime)/cinch" } ?? "/run/cinch"
    // Of all users: nothing of it is in the way of what the user's own directories hold.
    let units = scope.account == nil ? DropInLocation.trial.root : "/run/systemd/user"
    trialDropIn = DropInLocation(root: units, file: DropInLocation.installed.file)
    filteredCalls = FilteredCalls(below: lab.leader)
    let snapshot = try lab.snapshot()
    state = Mutex(State(current: snapshot, visible: snapshot))
    log = try RunJournal(root: lab.root)
    controlGroups = ControlGroupTree(ofMountsBelow: lab.root + "/sys")
  }

  /// Inside the lab, whatever links a service has planted.
  public func directory(_ path: String) throws -> EnvironmentDirectory {
    let directory = try lab.directory(path)
    return EnvironmentDirectory(directory.path, keeping: directory)
  }

  /// Through the root directory of the lab's first process.
  public func view(of path: String) -> String { lab.root + path }

  /// Inside the lab, whatever links a service has planted.
  public func text(of path: String) -> String? { try? lab.read(path) }

  /// The lab's systemd.
  public var managerProcess: Int32? { lab.leader }

  /// Takes down which units and processes there are.
  public func beginTrial() async throws {
    guard standing.withLock({ $0 == nil }) else { return }
    let found = try await StandingProcesses(of: manager, in: controlGroups)
    standing.withLock { $0 = found }
    let around = try lab.surroundings()
    surroundings.withLock { $0 = around }
  }

  /// Ends everything that was not there before the first trial.
  public func endLeftovers(of unit: String) async throws {
    // Where nothing has to be ended, which is usual, what is around is the same before and after that.
    async let meanwhile = lab.surroundings()
    let others = try await standing.withLock { $0 }?.endOthers(of: manager, in: controlGroups, besides: unit)
    foreign.withLock { $0 = others?.foreign ?? [] }
    let found = try await meanwhile
    guard let before = surroundings.withLock({ $0 }) else { return }
    let now = others?.hasEnded == true ? try lab.surroundings() : found
    if now == before { return }
    try await lab.unmount(now.mountPoints.without(before.mountPoints))
    let rest = try lab.surroundings()
    if rest.mountPoints != before.mountPoints { throw LeftoverError(name: "a mounted file system") }
    if rest.network != before.network { throw LeftoverError(name: "a setting of the network") }
  }

  /// Hears which files of /proc are opened.
  public func watchProcessFiles() -> OpenWatch? { lab.watchProcessFiles() }

  /// What is open in processes that go on running is left alone.
  private var held: [String] { standing.withLock { $0 }?.heldPaths() ?? [] }

  /// Puts the lab's files back to the state that trials start from, except under what ran before any trial.
  public func putBack() async throws { try await lab.restore(to: current, sparing: held) }

  /// Puts the lab's file systems in memory back, as a boot makes them anew.
  public func forgetBoot() async throws -> Bool {
    try await lab.restore(to: current, sparing: held, onlyMemory: true)
    return true
  }

  /// The paths that were written since trials could start, or since the files were last put back, by whom it may concern.
  public func writtenPaths() async throws -> [String]? {
    try lab.writtenPaths(since: current, sparing: held + foreign.withLock { $0 })
  }

  private var current: Snapshot { state.withLock(\.current) }

  /// From the lab's own control groups.
  public func processes(in controlGroup: String) -> Set<Int32> { controlGroups.processes(in: controlGroup) }

  /// From the lab's own journal.
  public func journal(of unit: String, invocation: String) async -> [JournalEntry] {
    // Without its journal a failed trial is as failed; it only has less to show.
    (try? await log.entries(of: unit, invocation: invocation)) ?? []
  }

  /// What the lab's control groups and systemd count.
  public var resourceUsage: Lab.Usage? { lab.usage }

  /// A file or a command line becomes a unit of the lab's own.
  public func install(_ service: ServiceReference) throws -> String {
    switch service {
    case .unit(let name): return name
    case .file(let path):
      let name = service.unit ?? path
      try lab.copyIn(path, to: "\(unitFiles)/\(name)", mode: 0o644)
      return name
    case .command(let command):
      try lab.write(
        ServiceReference.unitFile(for: command), to: "\(unitFiles)/\(ServiceReference.commandUnit)")
      return ServiceReference.commandUnit
    }
  }

  /// Where units of the manager's may be put.
  private var unitFiles: String { scope.account == nil ? "/etc/systemd/system" : "/etc/systemd/user" }

  /// As a process of the lab's: what it starts may stay.
  public func setUp(_ command: String) async throws -> CommandRunner.Outcome {
    let result = try await lab.run(
      asOwner + ["bash", "-c", command], environment: ownersEnvironment, timeout: .seconds(300))
    let end: ProcessExit? =
      switch result.ending {
      case .exited(let status): .exited(status)
      case .signalled(let signal): .killed(signal: signal)
      case .timedOut: nil
      }
    return CommandRunner.Outcome(end: end, output: result.output + result.error)
  }

  /// Without what Cinch itself has installed, which is no part of the service.
  public func load(_ unit: String) async throws -> LoadedService {
    try await manager.reload()
    var service = try await LoadedService(unit, of: manager, read: text(of:))
    let own = scope.installed
    if service.properties["DropInPaths"]?.texts?.contains(own.path(of: service.unit)) == true {
      _ = try directory(own.directory(of: service.unit)).at(own.file) { unlink($0) }
      try await manager.reload()
      service = try await LoadedService(unit, of: manager, read: text(of:))
    }
    let snapshot = try lab.snapshot()
    state.withLock { $0 = State(current: snapshot, visible: snapshot) }
    return service.run(by: scope)
  }

  /// What makes a command one of the user whose manager it is.
  private var asOwner: [String] { scope.account.map { ["runuser", "--user", $0.name, "--"] } ?? [] }

  private var ownersEnvironment: [String: String] {
    guard let account = scope.account else { return [:] }
    return [
      "XDG_RUNTIME_DIR": account.runtime, "DBUS_SESSION_BUS_ADDRESS": "unix:path=\(account.runtime)/bus",
      "USER": account.name,
    ]
  }

  /// A user's unit is tried itself: it may lie in many places, and its manager reads its few files in no time.
  public var obstacleToCloning: String? { scope.account == nil ? nil : "It is a user's, and is tried itself." }

  /// A clone has the service's own name, so that whatever knows the name behaves as in production: the unit's file is out of
  /// the way then.
  public func arrange(
    _ service: LoadedService, _ clone: ServiceClone, in form: TrialForm
  ) async throws -> (subject: Subject, launcher: any Launcher) {
    // What only a file can be is tried as one.
    let isTriedItself = service.isActivatedByAlias || scope.account != nil
    let form = form == .clone && isTriedItself ? TrialForm.installed : form
    try await hide(form == .installed ? nil : service.unit)
    let subject = clone.subject(named: service.unit).in(form)
    return (subject, launcher(of: subject, in: form))
  }

  /// Hides a unit's file, or has it back for nil; the state that trials start from has it so, too.
  private func hide(_ unit: String?) async throws {
    let (hidden, visible) = state.withLock { ($0.hidden, $0.visible) }
    guard unit != hidden else { return }
    if let unit {
      try lab.hideUnit(unit)
    } else {
      try await lab.restore(to: visible)
    }
    try await manager.reload()
    let snapshot = unit == nil ? visible : try lab.snapshot()
    state.withLock { state in
      state.hidden = unit
      state.current = snapshot
    }
  }

  /// Ends the lab.
  public func close() async { await lab.stop() }
}

extension [String] {
  /// What is left without others, each taken away once.
  fileprivate func without(_ others: [String]) -> [String] {
    var counts = Dictionary(others.map { ($0, 1) }, uniquingKeysWith: +)
    return filter { element in
      guard let count = counts[element], count > 0 else { return true }
      counts[element] = count - 1
      return false
    }
  }
}
