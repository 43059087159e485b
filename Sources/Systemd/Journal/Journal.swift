import CSystemd
import Glibc
import Linux

/// Reads journal files: this host's or a lab's.
///
/// It is an actor on a thread of its own, because reading files blocks.
public actor Journal {
  private nonisolated let thread: ThreadExecutor
  private nonisolated let files: Files

  /// The handle, which only the journal's own thread may use.
  private struct Files: @unchecked Sendable { let pointer: OpaquePointer }

  /// `SD_MESSAGE_SPAWN_FAILED` of sd-messages(3).
  private static let spawnFailed = "641257651c1b4ec9a8624d7a40a9e1e7"

  /// Runs on the journal's own thread.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Opens the journal below a root directory, in memory (`/run/log/journal`) and on disk (`/var/log/journal`).
  ///
  /// - Parameter root: `/`, or `/proc/LEADER/root` for a lab's.
  /// - Throws: ``BusError`` with the errno of what failed.
  public init(root: String) throws {
    var journal: OpaquePointer?
    let code = sd_journal_open_directory(&journal, root, Int32(SD_JOURNAL_OS_ROOT))
    guard code >= 0, let journal else { throw BusError(returned: code, doing: "Could not open the journal of \(root)") }
    files = Files(pointer: journal)
    thread = try .forSystemd()
    thread.attach { nil }
  }

  deinit {
    thread.stop { [files] in sd_journal_close(files.pointer) }
  }

  /// The end of the journal as it is now; nil as long as it is empty.
  public func end() throws -> JournalCursor? {
    sd_journal_flush_matches(files.pointer)
    try refresh()
    try check(sd_journal_seek_tail(files.pointer))
    guard try check(sd_journal_previous(files.pointer)) > 0 else { return nil }
    var text: UnsafeMutablePointer<CChar>?
    try check(sd_journal_get_cursor(files.pointer, &text))
    defer { free(text) }
    return text.map { JournalCursor(text: String(cString: $0)) }
  }

  /// Entries in the order in which they came.
  ///
  /// - Parameters:
  ///   - filter: Which.
  ///   - start: Only what came after; nil for everything.
  ///   - limit: At most so many, the latest.
  /// - Returns: What has reached the files by now; a message sent a moment ago may still be on its way
  ///   (``JournalSync``).
  /// - Throws: ``BusError`` with the errno of what failed.
  public func entries(
    _ filter: JournalFilter, since start: JournalCursor? = nil, limit: Int = 1000
  ) throws -> [JournalEntry] {
    try refresh()
    sd_journal_flush_matches(files.pointer)
    // Matches of different fields must all hold, unless a disjunction stands between them.
    for match in filter.matches {
      try check(sd_journal_add_match(files.pointer, match, 0))
      try check(sd_journal_add_disjunction(files.pointer))
    }
    // From the end backwards, so that a long journal costs no more than what is wanted of it.
    try check(sd_journal_seek_tail(files.pointer))
    var entries: [JournalEntry] = []
    let boundary = try start.map(place(of:))
    while entries.count < limit, try check(sd_journal_previous(files.pointer)) > 0 {
      if let start, sd_journal_test_cursor(files.pointer, start.text) > 0 { break }
      let entry = entry()
      if let boundary, entry.microseconds < boundary { break }
      let standing = filter.standing(of: entry)
      if standing == .earlierRun { break }
      if standing == .wanted { entries.append(entry) }
    }
    return entries.reversed()
  }

  /// When the entry at a cursor was received. The cursor's own entry need not match a filter, so that reading backwards
  /// may never meet it.
  private func place(of cursor: JournalCursor) throws -> UInt64 {
    let time = cursor.text.split(separator: ";").first { $0.hasPrefix("t=") }?.dropFirst(2)
    return time.flatMap { UInt64($0, radix: 16) } ?? 0
  }

  /// Takes notice of files that came or went.
  private func refresh() throws { try check(sd_journal_process(files.pointer)) }

  private func entry() -> JournalEntry {
    var received: UInt64 = 0
    sd_journal_get_realtime_usec(files.pointer, &received)
    // What the manager says of a run is not said by that run.
    let told = field("INVOCATION_ID") ?? field("USER_INVOCATION_ID")
    return JournalEntry(
      message: field("MESSAGE") ?? "", priority: field("PRIORITY").flatMap { Int($0) } ?? 6,
      identifier: field("SYSLOG_IDENTIFIER") ?? field("_COMM") ?? "",
      pid: field("_PID").flatMap { Int32($0) } ?? 0,
      invocation: told ?? field("_SYSTEMD_INVOCATION_ID") ?? "", isOfManager: told != nil,
      unstarted: field("MESSAGE_ID") == Self.spawnFailed ? field("EXECUTABLE") : nil,
      transport: field("_TRANSPORT") ?? "", microseconds: received)
  }

  private func field(_ name: String) -> String? {
    var data: UnsafeRawPointer?
    var length = 0
    guard sd_journal_get_data(files.pointer, name, &data, &length) >= 0, let data else { return nil }
    let bytes = UnsafeRawBufferPointer(start: data, count: length)
    return String(decoding: bytes.dropFirst(name.utf8.count + 1), as: UTF8.self)
  }

  @discardableResult
  private func check(_ code: Int32) throws -> Int32 {
    guard code >= 0 else { throw BusError(returned: code, doing: "Could not read the journal") }
    return code
  }
}
