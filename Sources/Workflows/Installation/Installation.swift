import Linux
import Foundation
import Sandboxing
import Systemd
import Trials

/// A sandbox on a real unit: as a drop-in that is believed only once the service has passed under it, and that can be
/// taken away again without a trace.
public struct Installation: Sendable {
  /// Where the drop-in stands.
  public let place: DropInPlace
  let disk: any Disk
  let records: InstallationRecords
  let control: any UnitControl
  let lock: String?
  let isUser: Bool

  /// How long the manager may take to read its unit files.
  static let reloadLimit = Duration.seconds(90)
  /// How much later than Cinch itself the guard takes a hanging service's drop-in back.
  private static let grace = Duration.seconds(15)

  /// An installation on one unit.
  ///
  /// - Parameters:
  ///   - place: where the drop-in stands.
  ///   - disk: the root that the manager sees: this machine's or a lab's.
  ///   - state: the state directory, where what was there before is kept.
  ///   - control: the manager.
  ///   - lock: the unit's run lock as the manager's own processes see it, which the caller holds; nil for none.
  ///   - isUser: whether the manager is a user's.
  public init(
    at place: DropInPlace, on disk: any Disk, state: any Disk, control: any UnitControl, lock: String? = nil,
    isUser: Bool = false
  ) {
    self.place = place
    self.disk = disk
    self.records = InstallationRecords(disk: state, unit: place.unit)
    self.control = control
    self.lock = lock
    self.isUser = isUser
  }

  /// The drop-in that is in force by installation; nil where there is none.
  public func current() throws -> String? {
    try original().map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  // MARK: Applying

  /// What somebody has agreed to.
  public struct Consent: OptionSet, Sendable {
    /// The drop-in takes from what the unit denies by itself.
    public static let loosening = Consent(rawValue: 1)
    /// Files that are there are given to the unit's user, until that is undone.
    public static let changedOwners = Consent(rawValue: 2)
    /// The bits.
    public let rawValue: Int

    /// A consent by its bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
  }

  /// How an application ended.
  public enum Outcome: Sendable {
    /// The drop-in is installed for good; these later drop-ins set some of its directives otherwise.
    case installed([Override])
    /// It is in force, and taken back at the deadline unless it is confirmed.
    case awaitingConfirmation([Override])
    /// The service did not pass; everything is as it was.
    case takenBack(Verdict)

    /// Whether the unit is under the sandbox now.
    public var isInForce: Bool {
      switch self {
      case .installed, .awaitingConfirmation: true
      case .takenBack: false
      }
    }
  }

  /// Puts a drop-in on the unit, runs the service under it, and takes everything back unless it passes.
  ///
  /// - Parameters:
  ///   - limit: how long the check may take; a little later the guard takes the drop-in back.
  ///   - confirmation: how long it stays in force without being confirmed; nil installs it at once.
  ///   - consent: what the drop-in may do beside tightening.
  ///   - render: writes the drop-in, for a unit with these properties, which nothing of Cinch's has changed.
  ///   - check: restarts the unit and says whether it is healthy.
  /// - Returns: how it ended.
  /// - Throws: ``InstallationError``, ``DiskError``, or what the manager or the check throws; everything is as it was
  ///   then, or, where even that failed, will be once the guard has done it.
  public func apply(
    limit: Duration, confirmation: Duration? = nil, consent: Consent = [],
    render: ([String: BusValue]) throws -> String,
    check: @escaping @Sendable () async throws -> Verdict
  ) async throws -> Outcome {
    let wasActive = try await requireUsable()
    if try isProvisional() { throw InstallationError.unconfirmed(unit: place.unit) }
    try await clearUnfinished(limit: limit)
    let before = try records.latest()?.number ?? 0
    let wayBack = guardUnits(wasActive: wasActive)
    try await wayBack.arm(deadline: limit + Self.grace, with: control)
    var isStarted = false
    do {
      let text = try await putInForce(render, wasActive: wasActive, consent: consent)
      isStarted = true
      let verdict = try await within(limit, doing: "the health check of \(place.unit)", check)
      guard verdict.isPassed else {
        try await takeBack(wayBack, limit: limit)
        return .takenBack(verdict)
      }
      let overrides = try await overrides(of: text)
      if !wasActive { _ = try await control.stop(place.unit, mode: .replace, limit: limit) }
      guard let confirmation else {
        try await confirm()
        return .installed(overrides)
      }
      try await wayBack.await(confirmation: confirmation, with: control)
      return .awaitingConfirmation(overrides)
    } catch {
      do {
        // Whatever cancelled us must not cancel the way back.
        try await Task { [isStarted] in
          try await takeBack(wayBack, limit: limit, restarts: isStarted)
          if let (number, record) = try records.latest(), number > before {
            try await restore(record, number: number, limit: limit)
          }
        }.value
      } catch let failure {
        throw InstallationError.leftToGuard(unit: place.unit, reason: "\(error); \(failure)")
      }
      throw error
    }
  }

  /// Makes a drop-in that waits permanent.
  ///
  /// The order is that of a promise: first it is durable where it stays, then what it replaces goes.
  ///
  /// - Throws: ``InstallationError/nothingToConfirm(unit:)`` where the deadline has passed; ``DiskError``.
  public func confirm() async throws {
    guard let record = try records.provisional(),
      // The deadline may pass at any moment, and the guard take it away.
      (try? disk.contents(of: place.provisionalFile)) == Array(record.text)
    else { throw InstallationError.nothingToConfirm(unit: place.unit) }
    let previous = try original()
    if previous?.bytes != record.text {
      let made = try missingDirectories()
      try records.push(
        InstallationRecord(
          installed: record.text, previous: previous, madeDirectories: made, owners: record.owners))
      try disk.makeDirectories(place.directory, mode: 0o755)
      try disk.write(Array(record.text), to: place.file, attributes: previous?.attributes ?? dropInAttributes)
    }
    // The deadline may have passed just now, and the guard restarted the unit while it had neither of the two.
    let isRestarted = try !isProvisional()
    try removeProvisionalFile()
    if isRestarted { try await guardUnits(wasActive: record.wasActive).disarm(with: control) }
    try await control.reload(timeout: Self.reloadLimit)
    try await guardUnits(wasActive: record.wasActive).disarm(with: control)
    if isRestarted, record.wasActive {
      _ = try await control.restart(place.unit, mode: .replace, limit: Self.reloadLimit)
    }
    try records.removeProvisional()
  }

  // MARK: Undoing

  /// Takes the latest drop-in of Cinch's away, the waiting one first, and restores what was there before it.
  ///
  /// - Parameters:
  ///   - force: restores it even where somebody has edited the drop-in since.
  ///   - limit: how long the unit may take to restart.
  /// - Throws: ``InstallationError``, ``DiskError``, or what the manager throws.
  public func undo(force: Bool = false, limit: Duration) async throws {
    if let record = try records.provisional(), try isProvisional() {
      try await takeBack(guardUnits(wasActive: record.wasActive), limit: limit)
      return
    }
    try clearProvisional()
    guard let (number, record) = try records.latest() else {
      throw InstallationError.nothingToUndo(unit: place.unit)
    }
    let current = try original()
    let isOurs = current?.bytes == record.installed || current == record.previous
    guard isOurs || force else { throw InstallationError.edited(file: place.file) }
    try await restore(record, number: number, isInForce: true, limit: limit)
  }
}

// MARK: - Steps

extension Installation {
  /// Whether the unit is up.
  ///
  /// - Throws: ``InstallationError`` where it cannot be started at all.
  private func requireUsable() async throws -> Bool {
    let properties = try await control.properties(of: place.unit)
    switch properties["LoadState"]?.text {
    case "loaded": return Self.isUp(properties)
    case "not-found": throw InstallationError.noSuchUnit(place.unit)
    case let state: throw InstallationError.unusable(unit: place.unit, state: state ?? "unknown")
    }
  }

  static func isUp(_ properties: [String: BusValue]) -> Bool {
    ["active", "activating", "reloading"].contains(properties["ActiveState"]?.text)
  }

  /// Puts the drop-in where it counts at once and lasts no longer than the machine is up.
  private func putInForce(
    _ render: ([String: BusValue]) throws -> String, wasActive: Bool, consent: Consent
  ) async throws -> String {
    try disk.makeDirectories(place.provisionalDirectory, mode: 0o755)
    let bare = try await bareProperties()
    let text = try render(bare)
    try records.save(ProvisionalRecord(text: Data(text.utf8), wasActive: wasActive))
    try disk.write(Array(text.utf8), to: place.provisionalFile, attributes: dropInAttributes)
    try await control.reload(timeout: Self.reloadLimit)
    let tightened = try await control.properties(of: place.unit)
    if !consent.contains(.loosening) {
      let directives = Loosening.directives(from: bare, to: tightened)
      guard directives.isEmpty else { throw InstallationError.loosens(unit: place.unit, directives: directives) }
    }
    if let owners = try OwnerChanges(from: bare, to: tightened, on: disk) {
      guard consent.contains(.changedOwners) else {
        throw InstallationError.changesOwners(
          unit: place.unit, of: owners.paths, to: owners.owner, number: owners.files.count)
      }
      try records.save(ProvisionalRecord(text: Data(text.utf8), wasActive: wasActive, owners: owners))
    }
    return text
  }

  /// Hides Cinch's own drop-in for as long as it takes to read what the unit is without it.
  private func bareProperties() async throws -> [String: BusValue] {
    if try disk.status(of: place.file) != nil {
      try disk.write([], to: place.provisionalFile, attributes: dropInAttributes)
      try await control.reload(timeout: Self.reloadLimit)
    }
    return try await control.properties(of: place.unit)
  }

  func guardUnits(wasActive: Bool) -> GuardUnits {
    GuardUnits(place: place, lock: lock, wasActive: wasActive, isUser: isUser)
  }

  func isProvisional() throws -> Bool { try disk.status(of: place.provisionalFile) != nil }

  func original() throws -> InstallationRecord.Original? {
    guard let status = try disk.status(of: place.file) else { return nil }
    return InstallationRecord.Original(
      bytes: Data(try disk.contents(of: place.file)), attributes: status.attributes)
  }

  /// The directories that the drop-in needs and that are not there, outermost first.
  private func missingDirectories() throws -> [String] {
    var missing: [String] = []
    var path = Substring(place.directory)
    while !path.isEmpty, try disk.status(of: String(path)) == nil {
      missing.insert(String(path), at: 0)
      path = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
    }
    return missing
  }

  private var dropInAttributes: FileAttributes { FileAttributes(mode: 0o644, owner: geteuid(), group: getegid()) }
}
