/// What one run of a unit left in the journal, its last words included.
public struct RunJournal: Sendable {
  private let journal: Journal
  private let sync: JournalSync

  /// The journal of a manager whose root directory is seen at `root` from here.
  ///
  /// - Throws: ``BusError`` with the errno of what failed.
  public init(of manager: Manager, root: String) throws {
    journal = try Journal(root: root)
    sync = try JournalSync(manager: manager, root: root)
  }

  /// What a unit's latest run said, and what the manager said of it, oldest first.
  ///
  /// - Parameters:
  ///   - unit: The unit.
  ///   - invocation: The run's ID.
  ///   - limit: At most so many entries, the latest.
  /// - Returns: The entries.
  /// - Throws: ``BusError`` when the journal cannot be read.
  public func entries(of unit: String, invocation: String, limit: Int = 1000) async throws -> [JournalEntry] {
    // A user's manager has no journald of its own to ask; then what is written already has to do.
    _ = try? await sync.synchronize(within: .seconds(2))
    return try await journal.entries(.run(unit: unit, invocation: invocation), limit: limit)
  }
}
