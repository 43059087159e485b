import Sandboxing
import Systemd

/// How everything becomes what it was.
extension Installation {
  /// Takes the provisional drop-in away and lets the unit be what it was.
  func takeBack(_ wayBack: GuardUnits, limit: Duration, restarts: Bool = true) async throws {
    try removeProvisionalFile()
    try await control.reload(timeout: Self.reloadLimit)
    try records.provisional()?.owners?.undo(on: disk)
    if restarts {
      try await control.resetFailed(place.unit)
      _ =
        wayBack.wasActive
        ? try await control.restart(place.unit, mode: .replace, limit: limit)
        : try await control.stop(place.unit, mode: .replace, limit: limit)
    }
    try await wayBack.disarm(with: control)
    try records.removeProvisional()
  }

  /// Forgets an installation that was interrupted before its drop-in was there.
  func clearUnfinished(limit: Duration) async throws {
    try clearProvisional()
    guard let (number, record) = try records.latest(), try original() == record.previous,
      record.previous?.bytes != record.installed
    else { return }
    try await restore(record, number: number, limit: limit)
  }

  /// Gives back what a drop-in has taken that its guard took away.
  func clearProvisional() throws {
    guard let record = try records.provisional(), try !isProvisional() else { return }
    try record.owners?.undo(on: disk)
    try records.removeProvisional()
  }

  /// Puts back what was there before an installation, and forgets the installation last: what is interrupted can be done
  /// again.
  ///
  /// - Parameters:
  ///   - record: the installation.
  ///   - number: its number.
  ///   - isInForce: whether the unit may run under it, though its file is gone: somebody was interrupted.
  ///   - limit: how long the unit may take to restart.
  /// - Throws: ``DiskError``, or what the manager throws.
  func restore(_ record: InstallationRecord, number: Int, isInForce: Bool = false, limit: Duration) async throws {
    let isReplaced = try original() != record.previous
    var failure: DiskError?
    if isReplaced || isInForce {
      let properties = try await control.properties(of: place.unit)
      if isReplaced { failure = try putBack(record.previous) }
      try await control.reload(timeout: Self.reloadLimit)
      try record.owners?.undo(on: disk)
      if Self.isUp(properties) {
        try await control.resetFailed(place.unit)
        _ = try await control.restart(place.unit, mode: .replace, limit: limit)
      }
    }
    if let failure { throw failure }
    try disk.remove(place.temporary)
    // Somebody else's file may be in them by now; then they stay.
    for directory in record.madeDirectories.reversed() { try? disk.removeDirectory(directory) }
    try records.remove(number)
  }

  /// Puts back the file that was there.
  ///
  /// - Returns: why it may not survive a power cut, where it is there all the same: then the unit has to follow it.
  /// - Throws: ``DiskError`` where it is not there.
  private func putBack(_ previous: InstallationRecord.Original?) throws -> DiskError? {
    do {
      if let previous {
        try disk.write(Array(previous.bytes), to: place.file, attributes: previous.attributes)
      } else {
        try disk.remove(place.file)
      }
      return nil
    } catch {
      guard try original() == previous else { throw error }
      return error
    }
  }

  func removeProvisionalFile() throws {
    try disk.remove(place.provisionalFile)
    // Other settings of the kind may be beside it; then the directories stay.
    try? disk.removeDirectory(place.provisionalDirectory)
    try? disk.removeDirectory(place.provisionalRoot)
  }
}
